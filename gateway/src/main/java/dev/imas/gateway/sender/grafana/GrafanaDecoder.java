package dev.imas.gateway.sender.grafana;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.AlertGroup;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.LabelSetAlerts;

/**
 * Grafana's webhooks, told apart by the body. Unified alerting has {@code alerts} and is read like
 * Alertmanager's webhook, with link and values kept. The legacy format of Grafana 8 and older has
 * one rule per body.
 */
public final class GrafanaDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "grafana";
  }

  /** The alerts of unified alerting. The legacy format has one rule per body. */
  @Override
  public Envelope envelope() {
    return new Envelope("{\"alerts\":[", "]}");
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
          int start = in.start();
          GrafanaLegacyRule legacy = new GrafanaLegacyRule();
          AlertGroup group = AlertGroup.read(in, legacy);
          int end = in.end();
          in.expectEnd();
          if (group.hasAlerts() || !legacy.isGiven()) {
            return new LabelSetAlerts(LabelSetAlerts.GRAFANA, context, in.oddText()).read(group);
          }
          return legacy.read(new AlertDraft(context, in.oddText()), start, end);
        });
  }
}
