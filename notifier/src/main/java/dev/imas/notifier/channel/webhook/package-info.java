/**
 * Signed HTTP posts to addresses that people typed in, and therefore guarded against internal
 * networks.
 */
@NullMarked
package dev.imas.notifier.channel.webhook;

import org.jspecify.annotations.NullMarked;
