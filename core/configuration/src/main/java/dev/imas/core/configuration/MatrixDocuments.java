package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
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

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.NOTIFICATION_MATRIX, SHAPE, resources -> resources.matrix().single());
  }

  private static Shape timing() {
    return new Shape.Spelled(
        text -> text.startsWith("within ") ? "within " + Duration.parse(text.substring(7)) : text);
  }
}
