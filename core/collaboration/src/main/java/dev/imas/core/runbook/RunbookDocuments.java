package dev.imas.core.runbook;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Runbooks, which documents name by their slugs. */
final class RunbookDocuments {

  private static final Fields ACTION =
      Members.of()
          .member("id", Members.ANY)
          .member("label", Members.ANY)
          .member("type", Members.ANY)
          .member("url", Members.ANY)
          .member("command", Members.ANY)
          .otherwise("confirmation_required", Members.ANY, false)
          .made();

  private static final Fields DOC =
      Members.of().member("title", Members.ANY).member("url", Members.ANY).made();

  private static final Fields STEP =
      Members.of()
          .member("title", Members.ANY)
          .member("description", Members.ANY)
          .member("command", Members.ANY)
          .otherwise("expected_duration_minutes", Members.ANY, 5)
          .otherwise("is_critical", Members.ANY, false)
          .otherwise("requires_confirmation", Members.ANY, false)
          .member("rollback_instructions", Members.ANY)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("slug", Members.ANY)
          .member("service", new Shape.Naming(Kind.SERVICE))
          .member("alert_pattern", Members.ANY)
          .otherwise("severity_filter", Members.SEVERITIES, List.of())
          .otherwise("description", Members.ANY, "")
          .otherwise("quick_actions", new Shape.Keyed("id", ACTION), List.of())
          .otherwise("external_docs", new Shape.Listed(DOC), List.of())
          .otherwise("steps", new Shape.Listed(STEP), List.of())
          .otherwise("is_active", Members.ANY, true)
          .made();

  private RunbookDocuments() {}

  static DocumentsOfKind of(RunbookRoutes runbooks) {
    return new ResourceDocuments(Kind.RUNBOOK, SHAPE, runbooks::resource, List.of("service"))
        .retiring(runbooks::keptBy);
  }
}
