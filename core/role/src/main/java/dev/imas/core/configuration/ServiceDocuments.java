package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import java.util.List;

/** Services. */
final class ServiceDocuments implements DocumentsOfKind {

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

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.SERVICE,
        keeping.resources().services().resource(keeping.call()),
        "owner_team",
        "escalation_policy");
  }
}
