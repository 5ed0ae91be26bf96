package dev.imas.core.timeinterval;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
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

  static DocumentsOfKind of(TimeIntervalRoutes intervals) {
    return new ResourceDocuments(Kind.TIME_INTERVAL, SHAPE, intervals::resource, List.of());
  }
}
