package dev.imas.notifier.throttle;

import java.time.Duration;

/**
 * So many messages per so much time, all of them at once if they were saved up.
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
