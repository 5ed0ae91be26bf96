package dev.imas.core.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * A timer to be set.
 *
 * @param subject what it is about, of 1 to 200 characters; what belongs to that is below it, after
 *     a colon: {@code <incident>:<person>}. Of an incident, an alert or a delivery it is the UUID
 *     in its usual form: its timers are removed with it
 * @param payload a JSON object
 */
public record NewTimer(String kind, String subject, When when, String payload) {

  /** When it is due. */
  public sealed interface When {

    /** At that instant by the database's clock, however that is set meanwhile. */
    record At(Instant instant) implements When {}

    /** So long after now: when the clock is set back, as long after that as was left. */
    record After(Duration delay) implements When {}

    /** Again and again. */
    record Recurring(Recurrence recurrence) implements When {}
  }

  /** Once, after some time. */
  public static NewTimer after(Duration delay, String kind, String subject) {
    return new NewTimer(kind, subject, new When.After(delay), "{}");
  }

  /** Once, at some instant. */
  public static NewTimer at(Instant instant, String kind, String subject) {
    return new NewTimer(kind, subject, new When.At(instant), "{}");
  }

  /** Again and again. */
  public static NewTimer recurring(Recurrence recurrence, String kind, String subject) {
    return new NewTimer(kind, subject, new When.Recurring(recurrence), "{}");
  }

  public NewTimer with(String json) {
    return new NewTimer(kind, subject, when, json);
  }
}
