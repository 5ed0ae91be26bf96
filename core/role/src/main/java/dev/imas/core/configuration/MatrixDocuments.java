package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import java.time.Duration;

/** How soon people are told, by severity and medium. */
final class MatrixDocuments implements DocumentsOfKind {

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

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.NOTIFICATION_MATRIX,
        keeping.call(),
        keeping.resources().matrix().single(),
        shown -> {});
  }

  private static Shape timing() {
    return new Shape.Spelled(
        text -> text.startsWith("within ") ? "within " + Duration.parse(text.substring(7)) : text);
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
