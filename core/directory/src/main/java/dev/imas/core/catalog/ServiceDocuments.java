package dev.imas.core.catalog;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Services. */
final class ServiceDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("aliases", new Shape.Listed(Members.ANY), List.of())
          .otherwise("description", Members.ANY, "")
          .member("owner_team", new Shape.Naming(Kind.TEAM))
          .otherwise("tier", Members.ANY, "TIER_3")
          .member("escalation_policy", new Shape.Naming(Kind.ESCALATION_POLICY))
          .member("runbook_url", Members.ANY)
          .member("repository_url", Members.ANY)
          .member("monitoring_url", Members.ANY)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private ServiceDocuments() {}

  static DocumentsOfKind of(ServiceRoutes services) {
    return new ResourceDocuments(
            Kind.SERVICE, SHAPE, services::resource, List.of("owner_team", "escalation_policy"))
        .retiring(services::keptBy, "escalation_policy");
  }
}
