package dev.imas.core.cause;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Causes as a document, in which their order matters. */
final class CauseDocuments {

  private static final Fields PART =
      Members.of()
          .member("id", Members.IGNORED)
          .member("key", Members.ANY)
          .member("label", Members.ANY)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member(
              "causes",
              new Shape.Listed(
                  Members.of()
                      .member("id", Members.IGNORED)
                      .member("key", Members.ANY)
                      .member("label", Members.ANY)
                      .otherwise("causes", new Shape.Listed(PART), List.of())
                      .made()))
          .made();

  private CauseDocuments() {}

  static DocumentsOfKind of(CauseRoutes causes) {
    return new SettingsDocuments(Kind.CAUSES, SHAPE, causes.single());
  }
}
