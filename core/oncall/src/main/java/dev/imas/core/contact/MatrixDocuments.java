package dev.imas.core.contact;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.time.Duration;

/** How soon people are told, by severity and medium. */
final class MatrixDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member(
              "rows",
              new Shape.Keyed(
                  "severity",
                  Members.of()
                      .member("severity", Members.SEVERITY)
                      .member("chat", timing())
                      .member("email", timing())
                      .member("sms", timing())
                      .otherwise("voice", timing(), "never")
                      .made()))
          .made();

  private MatrixDocuments() {}

  static DocumentsOfKind of(MatrixRoutes matrix) {
    return new SettingsDocuments(Kind.NOTIFICATION_MATRIX, SHAPE, matrix.single());
  }

  private static Shape timing() {
    return new Shape.Spelled(
        text -> text.startsWith("within ") ? "within " + Duration.parse(text.substring(7)) : text);
  }
}
