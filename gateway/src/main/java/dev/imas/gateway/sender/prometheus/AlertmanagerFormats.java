package dev.imas.gateway.sender.prometheus;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.Transport;
import java.util.List;

/**
 * The two formats to post to or from an Alertmanager. Its sources and those of Prometheus use both.
 */
final class AlertmanagerFormats {

  private static final String IDENTITY = "the label set";

  static final Format WEBHOOK =
      Format.webhook("alertmanager", IDENTITY, new AlertmanagerWebhookDecoder())
          .withPayloads("alertmanager-webhook");

  static final Format API =
      new Format(
          "/api/v2/alerts",
          List.of(),
          IDENTITY,
          new AlertmanagerApiV2Decoder(),
          new AlertmanagerApiAnswers(),
          Transport.PLAIN,
          List.of("alertmanager-api-v2"));

  private AlertmanagerFormats() {}
}
