package dev.imas.gateway.sender.opsgenie;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import java.util.List;

/** One alert per body, which fires. */
final class OpsgenieCreateDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "opsgenie-create";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          boolean isObject = in.parser.currentToken() == JsonToken.START_OBJECT;
          OpsgenieAlert alert = new OpsgenieAlert();
          alert.read(in);
          int end = in.end();
          in.expectEnd();
          if (!isObject || !alert.isGiven()) {
            throw BodyRefused.shape("/message", "Message can not be empty.", start);
          }
          String alias = alert.alias(context);
          AlertDraft draft = new AlertDraft(context, in.oddText());
          return new Decoding.Read(
              List.of(alert.firing(draft, alias, start, end)),
              0,
              OpsgenieIdentity.id(context, OpsgenieIdentity.ofAlias(context, alias))
                  + "\n"
                  + alias);
        });
  }
}
