/** Text messages to phones, through OVHcloud or Twilio. */
@NullMarked
package dev.imas.notifier.channel.sms;

import org.jspecify.annotations.NullMarked;
