package dev.imas.gateway.sender.pagerduty;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import dev.imas.gateway.sender.Transport;
import java.util.EnumSet;
import java.util.List;

/** Whatever posts to PagerDuty's Events API and can be given another address. */
public final class PagerDutySender {

  /** PagerDuty's own limit, by which senders cut what they send. */
  private static final int LONGEST_BODY = 512 << 10;

  private static final BodyKey ROUTING_KEY = new BodyKey("routing_key", LONGEST_BODY);

  private static final Format V2 =
      format(
          "/v2/enqueue",
          "`dedup_key` of this source",
          new PagerDutyDecoder(PagerDutyVersion.V2),
          new PagerDutyAnswers(PagerDutyVersion.V2, true),
          ROUTING_KEY,
          "pagerduty-events-v2");

  private static final Format V1 =
      format(
          "/generic/2010-04-15/create_event.json",
          "`incident_key` of this source",
          new PagerDutyDecoder(PagerDutyVersion.V1),
          new PagerDutyAnswers(PagerDutyVersion.V1, true),
          new BodyKey("service_key", LONGEST_BODY),
          "pagerduty-events-v1");

  private static final Format CHANGES =
      format(
          "/v2/change/enqueue",
          "nothing: a change is no alert",
          new PagerDutyChangeDecoder(),
          new PagerDutyAnswers(PagerDutyVersion.V2, false),
          ROUTING_KEY,
          "pagerduty-change-events");

  public static final Sender SENDER =
      new Sender(
          "PAGERDUTY",
          "PagerDuty Events API",
          "whatever posts to PagerDuty's Events API, version 2 or 1",
          List.of(V2, V1, CHANGES),
          EnumSet.of(
              KeyForm.BEARER,
              KeyForm.BASIC,
              KeyForm.HEADER,
              KeyForm.PREFIX,
              KeyForm.PARAMETER,
              KeyForm.BODY),
          false,
          "pagerduty.md",
          Sender.setUp(
              PagerDutySender.class,
              "pagerduty.txt",
              "the receiver's URL and routing key, here of alertmanager.yml"));

  private PagerDutySender() {}

  private static Format format(
      String path,
      String identity,
      AlertDecoder decoder,
      Answers answers,
      BodyKey key,
      String payloads) {
    return new Format(
            path, List.of(), identity, decoder, answers, Transport.PLAIN, List.of(payloads))
        .withKeyInBody(key);
  }
}
