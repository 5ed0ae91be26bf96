package dev.imas.core.repeat;

import java.time.Duration;
import java.time.Instant;

/** Quarters of an hour, by which repeats are counted. Pure. */
public final class Quarter {

  public static final Duration LENGTH = Duration.ofMinutes(15);

  private Quarter() {}

  /** When the quarter began in which that time is. */
  public static Instant of(Instant time) {
    long seconds = LENGTH.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
