package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
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

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.TAG, SHAPE, (resources, call) -> resources.tags().resource(call), List.of());
  }
}
