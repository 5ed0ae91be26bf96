package dev.imas.core.tag;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;
import java.util.Locale;

/** Tags of incidents. */
final class TagDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("color", new Shape.Spelled(color -> color.toUpperCase(Locale.ROOT)), "#6B7280")
          .otherwise("description", Members.ANY, "")
          .member("auto_apply_pattern", Members.ANY)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private TagDocuments() {}

  static DocumentsOfKind of(TagRoutes tags) {
    return new ResourceDocuments(Kind.TAG, SHAPE, tags::resource, List.of());
  }
}
