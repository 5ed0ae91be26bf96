package dev.imas.core.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * When an incident began, as far as whoever reports it is believed (requirement ING-21). A start in
 * the future, or long ago, would make its times to detect worthless: the time of the report counts.
 * Every way to open an incident asks here.
 *
 * @param said what was reported
 */
public record Detection(Instant at, Instant said) {

  /** A start longer ago than this is not believed. */
  public static final Duration OLDEST = Duration.ofDays(7);

  public static Detection of(Instant said, Instant reported, Duration oldest) {
    boolean isBelieved = !said.isAfter(reported) && !said.isBefore(reported.minus(oldest));
    return new Detection(isBelieved ? said : reported, said);
  }

  public boolean isBelieved() {
    return at.equals(said);
  }

  /** Goes on in the first line of the timeline. */
  public static String notBelieved(Instant said) {
    return "; its start, " + said + ", is not believed";
  }
}
