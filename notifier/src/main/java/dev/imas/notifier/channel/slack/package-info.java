/** Messages in Slack, as a bot. */
@NullMarked
package dev.imas.notifier.channel.slack;

import org.jspecify.annotations.NullMarked;
