package dev.imas.core.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * A timer that will be set.
 *
 * @param subject what it is about, in 1 to 200 characters. Sub-subjects follow after a colon:
 *     {@code <incident>:<person>}. Of an incident, an alert or a delivery it is the UUID in its
 *     usual form: its timers are removed with it
 * @param payload a JSON object
 */
public record NewTimer(String kind, String subject, When when, String payload) {

  /** When it is due. */
  public sealed interface When {

    /** At an instant of the database's clock, even if that clock is set meanwhile. */
    record At(Instant instant) implements When {}

    /** After a delay. If the clock is set back, the remaining delay stays the same. */
    record After(Duration delay) implements When {}

    /** Repeatedly. */
    record Recurring(Recurrence recurrence) implements When {}
  }

  /** Once, after a delay. */
  public static NewTimer after(Duration delay, String kind, String subject) {
    return new NewTimer(kind, subject, new When.After(delay), "{}");
  }

  /** Once, at an instant. */
  public static NewTimer at(Instant instant, String kind, String subject) {
    return new NewTimer(kind, subject, new When.At(instant), "{}");
  }

  /** Repeatedly. */
  public static NewTimer recurring(Recurrence recurrence, String kind, String subject) {
    return new NewTimer(kind, subject, new When.Recurring(recurrence), "{}");
  }

  public NewTimer with(String json) {
    return new NewTimer(kind, subject, when, json);
  }
}
