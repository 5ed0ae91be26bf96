/** Push messages over Pushover. */
@NullMarked
package dev.imas.notifier.channel.pushover;

import org.jspecify.annotations.NullMarked;
