package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;

/** Sources of alerts, without their keys. */
final class SourceDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("type", Members.ANY)
          .otherwise("is_active", Members.ANY, true)
          .otherwise("default_severity", Members.SEVERITY, Severity.SEV3_MEDIUM.name())
          .otherwise("config", Members.ANY, Json.MAPPER.createObjectNode())
          .member("signing_secret", new Shape.Confidential())
          .made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.SOURCE,
        keeping.resources().sources().resource(keeping.call()),
        (shown, secrets) -> secrets.addTo(shown, "signing_secret"));
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set("signing_secret", DocumentSchema.secret());
  }
}
