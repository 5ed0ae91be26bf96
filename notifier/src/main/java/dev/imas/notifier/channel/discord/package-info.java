/** Messages in Discord, through a channel's webhook or as a bot, and rooms. */
@NullMarked
package dev.imas.notifier.channel.discord;

import org.jspecify.annotations.NullMarked;
