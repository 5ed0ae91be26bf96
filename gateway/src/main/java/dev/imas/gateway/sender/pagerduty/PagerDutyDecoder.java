package dev.imas.gateway.sender.pagerduty;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import java.util.List;

/** One event per body: a trigger, an acknowledge or a resolve. */
final class PagerDutyDecoder implements AlertDecoder {

  private final PagerDutyVersion version;

  PagerDutyDecoder(PagerDutyVersion version) {
    this.version = version;
  }

  @Override
  public String dialect() {
    return version.dialect;
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          if (in.parser.currentToken() != JsonToken.START_OBJECT) {
            in.parser.skipChildren();
            in.expectEnd();
            throw BodyRefused.shape("", "an event is an object", start);
          }
          PagerDutyEvent event = new PagerDutyEvent(version);
          event.read(in);
          int end = in.end();
          in.expectEnd();
          event.check(start);
          String key = event.key(context);
          Element read =
              event.isAcknowledge()
                  ? event.acknowledged(context, key, start, end)
                  : event.alert(new AlertDraft(context, in.oddText()), key, start, end);
          return new Decoding.Read(List.of(read), 0, key);
        });
  }
}
