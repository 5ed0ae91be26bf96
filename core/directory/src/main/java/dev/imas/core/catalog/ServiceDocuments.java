package dev.imas.core.catalog;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.RetiringKeeper;
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
          .otherwise("depends_on", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .member("reopen_window", Members.DURATION)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private ServiceDocuments() {}

  static DocumentsOfKind of(ServiceRoutes services) {
    return new DocumentsOfKind() {
      @Override
      public Kind kind() {
        return Kind.SERVICE;
      }

      @Override
      public Fields shape() {
        return SHAPE;
      }

      @Override
      public Keeper keeper(Keeping keeping) {
        return ServiceDocuments.keeper(services, keeping);
      }
    };
  }

  private static Keeper keeper(ServiceRoutes services, Keeping keeping) {
    Dependencies dependencies = Dependencies.checkedTogether();
    Keeper keeper =
        keeping
            .resource(
                Kind.SERVICE,
                services.resource(keeping.call(), dependencies),
                "owner_team",
                "escalation_policy",
                "depends_on")
            .settledBy(dependencies::settle);
    return new RetiringKeeper(keeper, services::keptBy, List.of("escalation_policy", "depends_on"));
  }
}
