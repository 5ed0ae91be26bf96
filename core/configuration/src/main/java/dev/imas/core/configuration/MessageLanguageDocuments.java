package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

/** The language of messages that are nobody's alone. */
final class MessageLanguageDocuments {

  private static final Fields SHAPE = Members.of().member("language", Members.ANY).made();

  private MessageLanguageDocuments() {}

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.MESSAGE_LANGUAGE, SHAPE, resources -> resources.language().single());
  }
}
