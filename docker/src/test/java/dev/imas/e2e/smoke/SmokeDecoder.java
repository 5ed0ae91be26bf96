package dev.imas.e2e.smoke;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.List;

/** {@code {"room": "cellar", "smoke": true}}: the room is the identity. */
final class SmokeDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "smoke";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          String room = null;
          boolean smoke = true;
          if (in.parser.currentToken() == JsonToken.START_OBJECT) {
            String field;
            while ((field = in.parser.nextFieldName()) != null) {
              in.parser.nextToken();
              switch (field) {
                case "room" -> room = in.filledText();
                case "smoke" -> smoke = !"false".equals(in.text());
                default -> in.parser.skipChildren();
              }
            }
          } else {
            in.parser.skipChildren();
          }
          int end = in.end();
          in.expectEnd();
          if (room == null) {
            throw BodyRefused.shape("/room", "no room is given", start);
          }
          return new Decoding.Read(
              List.of(
                  new AlertDraft(context, in.oddText())
                      .start(smoke)
                      .finish(
                          "Smoke",
                          Labels.of("room", room),
                          Labels.EMPTY,
                          IdentityHash.start(context.identity(), "smoke", "room")
                              .add(room)
                              .finish(),
                          start,
                          end)),
              0);
        });
  }
}
