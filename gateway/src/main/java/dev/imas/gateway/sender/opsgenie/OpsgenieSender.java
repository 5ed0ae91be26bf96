package dev.imas.gateway.sender.opsgenie;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import dev.imas.gateway.sender.Transport;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Whatever posts to Opsgenie's Alert API and can be given another address. */
public final class OpsgenieSender {

  private static final String ALERTS = "/v2/alerts";

  private static final Format CREATE =
      new Format(
          ALERTS,
          List.of(),
          "`alias` of this source",
          new OpsgenieCreateDecoder(),
          new OpsgenieAnswers(OpsgenieAction.CREATE),
          Transport.PLAIN,
          List.of("opsgenie-api-v2"));

  public static final Sender SENDER =
      new Sender(
          "OPSGENIE",
          "Opsgenie Alert API",
          "whatever posts to Opsgenie's Alert API, version 2",
          List.of(
              CREATE,
              about(OpsgenieAction.CLOSE, "close"),
              about(OpsgenieAction.ACKNOWLEDGE, "acknowledge"),
              about(OpsgenieAction.NOTE, "notes"),
              about(
                  OpsgenieAction.UNSUPPORTED,
                  "tags",
                  "responders",
                  "teams",
                  "assign",
                  "escalate",
                  "snooze"),
              about(OpsgenieAction.UNACKNOWLEDGE, "unacknowledge"),
              about(OpsgenieAction.PRIORITY, "priority"),
              about(OpsgenieAction.MESSAGE, "message"),
              about(OpsgenieAction.DESCRIPTION, "description"),
              about(OpsgenieAction.DETAILS, "details")),
          EnumSet.of(
              KeyForm.BEARER, KeyForm.BASIC, KeyForm.HEADER, KeyForm.PREFIX, KeyForm.PARAMETER),
          false,
          "opsgenie.md",
          Sender.setUp(
              OpsgenieSender.class,
              "opsgenie.txt",
              "the receiver's API URL and API key, here of alertmanager.yml"));

  private OpsgenieSender() {}

  private static Format about(OpsgenieAction action, String... paths) {
    List<String> all =
        Stream.of(paths)
            .map(path -> ALERTS + "/{" + OpsgenieActionDecoder.IDENTIFIER + "}/" + path)
            .toList();
    return new Format(
            all.getFirst(),
            all.subList(1, all.size()),
            "the alert that the path names",
            new OpsgenieActionDecoder(action),
            new OpsgenieAnswers(action),
            Transport.PLAIN,
            // What is refused has no reading.
            action == OpsgenieAction.UNSUPPORTED
                ? List.of()
                : List.of("opsgenie-api-v2-" + paths[0]))
        .withPathPart(OpsgenieActionDecoder.IDENTIFIER_TYPE);
  }
}
