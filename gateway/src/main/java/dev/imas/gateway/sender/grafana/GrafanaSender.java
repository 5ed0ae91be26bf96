package dev.imas.gateway.sender.grafana;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** Grafana's own webhooks. */
public final class GrafanaSender {

  public static final Sender SENDER =
      new Sender(
          "GRAFANA",
          "Grafana",
          "Grafana, unified and legacy alerting",
          List.of(
              Format.webhook(
                      "grafana", "the label set; of legacy alerting the rule", new GrafanaDecoder())
                  .withPayloads("grafana-unified", "grafana-legacy")),
          EnumSet.complementOf(EnumSet.of(KeyForm.BODY)),
          false,
          "grafana.md",
          Sender.setUp(GrafanaSender.class, "grafana.txt", "provisioning/alerting/imas.yaml"));

  private GrafanaSender() {}
}
