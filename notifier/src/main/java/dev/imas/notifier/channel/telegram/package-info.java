/** Messages in Telegram, as a bot. */
@NullMarked
package dev.imas.notifier.channel.telegram;

import org.jspecify.annotations.NullMarked;
