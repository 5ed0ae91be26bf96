package dev.imas.core.maintenance;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.time.LocalDateTime;
import java.util.List;

/** Maintenance windows, those of calendars too. */
final class MaintenanceWindowDocuments {

  private static final Shape LOCAL =
      new Shape.Spelled(text -> LocalDateTime.parse(text).toString());

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("comment", Members.ANY)
          .otherwise("matchers", Members.UNORDERED_MATCHERS, List.of())
          .otherwise("services", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .member("starts_at", LOCAL)
          .member("time_zone", Members.ANY)
          .member("duration", Members.DURATION)
          .otherwise("ends_by_clock", Members.ANY, false)
          .member("recurrence", Members.ANY)
          .otherwise("except", new Shape.Unordered(LOCAL), List.of())
          .otherwise("hides_sev1", Members.ANY, false)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private MaintenanceWindowDocuments() {}

  static DocumentsOfKind of(MaintenanceRoutes windows) {
    return new ResourceDocuments(
        Kind.MAINTENANCE_WINDOW, SHAPE, windows::resourceOf, List.of("services"));
  }
}
