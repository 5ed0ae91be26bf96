package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;

/** The language of messages that are nobody's alone. */
final class MessageLanguageDocuments implements DocumentsOfKind {

  private static final Fields SHAPE = Members.of().member("language", Members.ANY).made();

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.MESSAGE_LANGUAGE,
        keeping.call(),
        keeping.resources().language().single(),
        shown -> {});
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
