package dev.imas.core.room;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
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

  static DocumentsOfKind of(RoomSettingRoutes settings) {
    return new SettingsDocuments(Kind.ROOM_SETTINGS, SHAPE, settings.single());
  }
}
