package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.times.IntervalReader;
import java.util.List;

/** Time intervals. */
final class TimeIntervalDocuments {

  private static final Shape NUMBERS =
      new Shape.Listed(new Shape.Spelled(IntervalReader::canonicalNumbers));

  private static final Shape PART =
      Members.of()
          .otherwise("times", new Shape.Listed(Members.ANY), List.of())
          .otherwise(
              "weekdays",
              new Shape.Listed(new Shape.Spelled(IntervalReader::canonicalDays)),
              List.of())
          .otherwise("days_of_month", NUMBERS, List.of())
          .otherwise(
              "months",
              new Shape.Listed(new Shape.Spelled(IntervalReader::canonicalMonths)),
              List.of())
          .otherwise("years", NUMBERS, List.of())
          .member("location", Members.ANY)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .member("time_intervals", new Shape.Listed(PART))
          .made();

  private TimeIntervalDocuments() {}

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.TIME_INTERVAL,
        SHAPE,
        (resources, call) -> resources.timeIntervals().resource(call),
        List.of());
  }
}
