package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import java.util.List;

/** When rooms are opened and archived. */
final class RoomSettingsDocuments {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("is_automatic", Members.ANY, true)
          .otherwise("most_open", Members.ANY, 50)
          .otherwise("archive_after", Members.DURATION, "PT30M")
          .otherwise("mark", Members.ANY, "pushpin")
          .otherwise(
              "services_without", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .made();

  private RoomSettingsDocuments() {}

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.ROOM_SETTINGS, SHAPE, resources -> resources.rooms().single());
  }
}
