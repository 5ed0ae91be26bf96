package dev.imas.core.source;

import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
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

  private final SourceRoutes sources;

  SourceDocuments(SourceRoutes sources) {
    this.sources = sources;
  }

  @Override
  public Kind kind() {
    return Kind.SOURCE;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.SOURCE,
        sources.resource(keeping.call()),
        (shown, secrets) -> secrets.addTo(shown, "signing_secret"));
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set("signing_secret", DocumentSchema.secret());
    schema.remove("keep_signing_secret_for"); // a document says what is, and not how it came
  }
}
