/** Trackers, to which tasks are exported. They take issues and no messages. */
@NullMarked
package dev.imas.notifier.channel.tracker;

import org.jspecify.annotations.NullMarked;
