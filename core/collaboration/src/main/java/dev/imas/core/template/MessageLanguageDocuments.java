package dev.imas.core.template;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape.Fields;

/** The language of messages that are nobody's alone. */
final class MessageLanguageDocuments {

  private static final Fields SHAPE = Members.of().member("language", Members.ANY).made();

  private MessageLanguageDocuments() {}

  static DocumentsOfKind of(LanguageRoutes language) {
    return new SettingsDocuments(Kind.MESSAGE_LANGUAGE, SHAPE, language.single());
  }
}
