/** Signed HTTP posts to addresses that people typed in, so guarded against inner networks. */
@NullMarked
package dev.imas.notifier.channel.webhook;

import org.jspecify.annotations.NullMarked;
