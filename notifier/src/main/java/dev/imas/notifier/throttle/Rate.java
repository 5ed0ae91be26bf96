package dev.imas.notifier.throttle;

import java.time.Duration;

/**
 * A number of messages per period. All of them may be sent at once if none was sent before.
 *
 * @param messages 0 for no limit
 */
public record Rate(int messages, Duration per) {

  public static final Rate UNLIMITED = new Rate(0, Duration.ofMinutes(1));

  public Rate {
    if (messages < 0 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("no rate: " + messages + " per " + per);
    }
  }

  public boolean unlimited() {
    return messages == 0;
  }
}
