package dev.imas.core.login;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.token.ServiceAccountRoutes;
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

  static DocumentsOfKind of(ServiceAccountRoutes accounts) {
    return new ResourceDocuments(Kind.SERVICE_ACCOUNT, SHAPE, accounts::resource, List.of());
  }
}
