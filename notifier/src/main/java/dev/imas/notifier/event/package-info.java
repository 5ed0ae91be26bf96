/**
 * Posts events to whoever has subscribed to them (NTF-17). It has claims, slots and connections of
 * its own, so that no page waits for a subscriber.
 */
@NullMarked
package dev.imas.notifier.event;

import org.jspecify.annotations.NullMarked;
