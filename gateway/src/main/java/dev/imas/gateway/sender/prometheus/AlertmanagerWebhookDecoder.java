package dev.imas.gateway.sender.prometheus;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertGroup;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.LabelSetAlerts;

/**
 * Alertmanager's webhook, versions 3 and 4. The status of an entry wins over the envelope's. An end
 * in the year 1 means "not ended", and a firing entry has no end.
 */
public final class AlertmanagerWebhookDecoder implements AlertDecoder {

  @Override
  public boolean identifiesByLabels() {
    return true;
  }

  @Override
  public String dialect() {
    return "alertmanager";
  }

  @Override
  public Envelope envelope() {
    return new Envelope("{\"version\":\"4\",\"alerts\":[", "]}");
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          if (in.parser.currentToken() != JsonToken.START_OBJECT) {
            in.parser.skipChildren();
            in.expectEnd();
            throw BodyRefused.shape("/alerts", "the body must be an object with alerts", 0);
          }
          AlertGroup group = AlertGroup.read(in, AlertGroup.OtherFields.SKIPPED);
          in.expectEnd();
          return new LabelSetAlerts(LabelSetAlerts.PROMETHEUS, context, in.oddText()).read(group);
        });
  }
}
