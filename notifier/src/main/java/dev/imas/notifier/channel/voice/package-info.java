/** Phone calls, through Twilio. */
@NullMarked
package dev.imas.notifier.channel.voice;

import org.jspecify.annotations.NullMarked;
