/** Messages in Discord, through a channel's webhook. */
@NullMarked
package dev.imas.notifier.channel.discord;

import org.jspecify.annotations.NullMarked;
