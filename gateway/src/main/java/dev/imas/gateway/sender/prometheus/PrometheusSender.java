package dev.imas.gateway.sender.prometheus;

import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** Whatever posts to an Alertmanager: IMAS takes its place. */
public final class PrometheusSender {

  public static final Sender SENDER =
      new Sender(
          "PROMETHEUS",
          "Prometheus",
          "Prometheus, amtool, vmalert, Grafana's \"external Alertmanager\": whatever posts"
              + " to an Alertmanager",
          List.of(AlertmanagerFormats.API, AlertmanagerFormats.WEBHOOK),
          EnumSet.of(KeyForm.BEARER, KeyForm.BASIC, KeyForm.PREFIX),
          true,
          "prometheus.md",
          Sender.setUp(PrometheusSender.class, "prometheus.txt", "prometheus.yml"));

  private PrometheusSender() {}
}
