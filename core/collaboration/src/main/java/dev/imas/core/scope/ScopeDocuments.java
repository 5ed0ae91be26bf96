package dev.imas.core.scope;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Impact scopes. */
final class ScopeDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .otherwise(
              "mandatory_notify_email",
              new Shape.Listed(new Shape.Spelled(String::strip)),
              List.of())
          .member("team", new Shape.Naming(Kind.TEAM))
          .otherwise("labels", Members.MATCHERS, List.of())
          .otherwise("actions", Members.ANY, "")
          .member("legal_clock_hours", Members.ANY)
          .member("regime", Members.ANY)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private ScopeDocuments() {}

  static DocumentsOfKind of(ScopeRoutes scopes) {
    return new ResourceDocuments(Kind.IMPACT_SCOPE, SHAPE, scopes::resource, List.of("team"))
        .retiring(scopes::keptBy, "team");
  }
}
