package dev.imas.core.timeinterval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.WrittenInterval;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time interval as the API shows it.
 *
 * @param timeIntervals its parts; it is in force while one of them is
 * @param isInForce whether it is now
 * @param changesAt when it ends, or begins if it is not in force; null if it does neither within
 *     {@link NamedTimes#HORIZON}
 * @param next when it is in force next, at most five times. What is in force begins now
 * @param hidesNow alerts that are hidden by it now, counted up to 10,000
 * @param hidInAll how often an alert began to be hidden by it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TimeIntervalView(
    UUID id,
    String name,
    String description,
    List<WrittenInterval> timeIntervals,
    boolean isInForce,
    @Nullable Instant changesAt,
    List<Span> next,
    long hidesNow,
    long hidInAll,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** How many times of being in force are shown. */
  private static final int SHOWN = 5;

  /**
   * @param endsAt null if that is further away than it is looked for
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Span(Instant startsAt, @Nullable Instant endsAt) {}

  TimeIntervalView {
    timeIntervals = List.copyOf(timeIntervals);
    next = List.copyOf(next);
  }

  /** When it is in force next. */
  static List<Span> next(NamedTimes times, Instant now) {
    return times.next(now, SHOWN).stream()
        .map(span -> new Span(span.begin(), known(span.end(), span.begin())))
        .toList();
  }

  static @Nullable Instant changesAt(NamedTimes times, Instant now) {
    return known(times.at(now).until(), now);
  }

  private static @Nullable Instant known(Instant change, Instant from) {
    return change.isBefore(from.plus(NamedTimes.HORIZON)) ? change : null;
  }

  /** As the audit keeps it. */
  record Audited(
      String name, String description, List<WrittenInterval> timeIntervals, int version) {}

  Audited audited() {
    return new Audited(name, description, timeIntervals, version);
  }
}
