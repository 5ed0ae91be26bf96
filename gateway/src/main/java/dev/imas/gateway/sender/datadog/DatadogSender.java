package dev.imas.gateway.sender.datadog;

import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** Datadog's webhooks. */
public final class DatadogSender {

  public static final Sender SENDER =
      new Sender(
          "DATADOG",
          "Datadog",
          "Datadog",
          List.of(
              Format.webhook("datadog", "the monitor and its scope", new DatadogDecoder())
                  .withForms(QueryFields.each())),
          EnumSet.of(
              KeyForm.BASIC,
              KeyForm.HEADER,
              KeyForm.PREFIX,
              KeyForm.LAST_SEGMENT,
              KeyForm.PARAMETER),
          false,
          "datadog.md",
          Sender.setUp(DatadogSender.class, "datadog.txt", "Integrations → Webhooks → New"));

  private DatadogSender() {}
}
