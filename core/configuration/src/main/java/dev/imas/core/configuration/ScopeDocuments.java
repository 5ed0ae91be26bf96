package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
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
          .otherwise("is_active", Members.ANY, true)
          .made();

  private ScopeDocuments() {}

  static DocumentsOfKind made() {
    return new ResourceDocuments(
            Kind.IMPACT_SCOPE,
            SHAPE,
            (resources, call) -> resources.scopes().resource(call),
            List.of("team"))
        .retiring(resources -> resources.scopes()::keptBy, "team");
  }
}
