package dev.imas.core.drill;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.Severity;
import java.util.List;

/** Drills that recur. */
final class DrillScheduleDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("service", new Shape.Naming(Kind.SERVICE))
          .member("policy", new Shape.Naming(Kind.ESCALATION_POLICY))
          .otherwise("severity", Members.SEVERITY, Severity.SEV1_CRITICAL.name())
          .otherwise("factor", Members.ANY, 1)
          .otherwise("send", Members.ANY, false)
          .member("days", Members.WORDS)
          .member("day_of_month", Members.ANY)
          .member("at", Members.TIME_OF_DAY)
          .member("time_zone", Members.ANY)
          .member("owner", new Shape.Naming(Kind.USER))
          .otherwise("is_active", Members.ANY, true)
          .made();

  private DrillScheduleDocuments() {}

  static DocumentsOfKind of(DrillScheduleRoutes schedules) {
    return new ResourceDocuments(
        Kind.DRILL_SCHEDULE, SHAPE, schedules::resource, List.of("service", "policy", "owner"));
  }
}
