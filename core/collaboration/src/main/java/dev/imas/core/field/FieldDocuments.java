package dev.imas.core.field;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Fields, which documents name by their keys. One that is pruned is archived. */
final class FieldDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("key", Members.ANY)
          .member("label", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .member("type", Members.ANY)
          .otherwise("required_at", Members.ANY, "none")
          .otherwise(
              "options",
              new Shape.Keyed(
                  "id", Members.of().member("id", Members.ANY).member("label", Members.ANY).made()),
              List.of())
          .made();

  private FieldDocuments() {}

  static DocumentsOfKind of(FieldRoutes fields) {
    return new ResourceDocuments(Kind.INCIDENT_FIELD, SHAPE, fields::resource, List.of());
  }
}
