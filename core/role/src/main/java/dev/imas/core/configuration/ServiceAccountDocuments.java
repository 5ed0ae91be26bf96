package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;

/** Programs, without their tokens. */
final class ServiceAccountDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .otherwise("is_active", Members.ANY, true)
          .made();

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.SERVICE_ACCOUNT, keeping.resources().serviceAccounts().resource(keeping.call()));
  }
}
