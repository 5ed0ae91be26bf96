package dev.imas.gateway.sender.uptimekuma;

import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** Uptime Kuma's notifications of the kind "Webhook". */
public final class UptimeKumaSender {

  public static final Sender SENDER =
      new Sender(
          "UPTIME_KUMA",
          "Uptime Kuma",
          "Uptime Kuma",
          List.of(
              Format.webhook("uptime-kuma", "the monitor", new UptimeKumaDecoder())
                  .withForms(QueryFields.one("data"))
                  .withQuery(QueryFields.each("heartbeat", "monitor"))),
          EnumSet.of(
              KeyForm.BEARER,
              KeyForm.HEADER,
              KeyForm.PREFIX,
              KeyForm.LAST_SEGMENT,
              KeyForm.PARAMETER),
          false,
          "uptime-kuma.md",
          Sender.setUp(
              UptimeKumaSender.class,
              "uptime-kuma.txt",
              "Settings → Notifications → Setup Notification → Webhook"));

  private UptimeKumaSender() {}
}
