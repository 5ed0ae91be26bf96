package dev.imas.gateway.sender.prometheus;

import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** An Alertmanager that posts to a webhook. */
public final class AlertmanagerSender {

  public static final Sender SENDER =
      new Sender(
          "ALERTMANAGER",
          "Alertmanager",
          "Alertmanager, webhook version 3 or 4",
          List.of(AlertmanagerFormats.WEBHOOK, AlertmanagerFormats.API),
          EnumSet.of(
              KeyForm.BEARER,
              KeyForm.BASIC,
              KeyForm.PREFIX,
              KeyForm.LAST_SEGMENT,
              KeyForm.PARAMETER),
          true,
          "alertmanager.md",
          Sender.setUp(AlertmanagerSender.class, "alertmanager.txt", "alertmanager.yml"));

  private AlertmanagerSender() {}
}
