package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import java.util.List;

/** When rooms are opened and archived. */
final class RoomSettingsDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("is_automatic", Members.ANY, true)
          .otherwise("most_open", Members.ANY, 50)
          .otherwise("archive_after", Members.DURATION, "PT30M")
          .otherwise("mark", Members.ANY, "pushpin")
          .otherwise(
              "services_without", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .made();

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.ROOM_SETTINGS, keeping.call(), keeping.resources().rooms().single(), shown -> {});
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
