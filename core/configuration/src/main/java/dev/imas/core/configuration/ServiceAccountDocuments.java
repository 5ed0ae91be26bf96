package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import java.util.List;

/** Programs, without their tokens. */
final class ServiceAccountDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .otherwise("is_active", Members.ANY, true)
          .made();

  private ServiceAccountDocuments() {}

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.SERVICE_ACCOUNT,
        SHAPE,
        (resources, call) -> resources.serviceAccounts().resource(call),
        List.of());
  }
}
