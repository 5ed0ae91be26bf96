package dev.imas.core.template;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.MessageKind;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Made-up messages, on which a template can be tried. Pure. */
final class Samples {

  private static final String CODE = "012345";
  private static final UUID NOBODY = new UUID(0, 0);

  private Samples() {}

  /**
   * @param kind one of {@link MessageKind}
   * @param publicUrl where people find incidents, without a slash at its end
   */
  static ReceiverFacts of(String kind, String tenant, String publicUrl, Instant now) {
    String event = event(kind);
    if (event.equals(PageContent.VERIFICATION)) {
      return told(
              page(
                  event,
                  "Your IMAS code is " + CODE,
                  null,
                  tenant,
                  "It is good for 10 minutes.",
                  now),
              publicUrl)
          .withCode(CODE);
    }
    if (PageContent.isNotice(event)) {
      return told(
          page(
              event, "Nobody is on call on Sunday", "Payments, 08:00 to 20:00.", tenant, null, now),
          publicUrl);
    }
    return told(
        page(
            event,
            "orders-db does not answer",
            "No answer to 5 probes in a row.\nThe replica is 40 s behind.",
            tenant,
            "Told by a sample",
            now),
        publicUrl);
  }

  /** The same of a message that was made about an incident. */
  static ReceiverFacts of(String kind, PageContent message, Folded folded, String publicUrl) {
    String event = kind.equals(MessageKind.INCIDENT) ? message.event() : event(kind);
    return new ReceiverFacts(
        new PageContent(
            event,
            message.occurredAt(),
            message.tenant(),
            message.incident(),
            message.message(),
            message.author(),
            message.note()),
        folded,
        publicUrl + "/incidents/" + Words.reference(message.incident()));
  }

  private static String event(String kind) {
    return switch (kind) {
      case MessageKind.INCIDENT -> MessageKind.INCIDENT + ".triggered";
      case MessageKind.NOTICE -> PageContent.NOTICE + "schedule";
      default -> kind;
    };
  }

  private static ReceiverFacts told(PageContent page, String publicUrl) {
    return new ReceiverFacts(
        page, Folded.NOTHING, publicUrl + "/incidents/" + Words.reference(page.incident()));
  }

  private static PageContent page(
      String event,
      String title,
      @Nullable String description,
      String tenant,
      @Nullable String message,
      Instant now) {
    String status =
        switch (event) {
          case "incident.acknowledged" -> "ACKNOWLEDGED";
          case "incident.mitigated" -> "MITIGATED";
          case "incident.resolved", "incident.merged" -> "RESOLVED";
          default -> "TRIGGERED";
        };
    return new PageContent(
        event,
        now,
        tenant,
        new PageContent.Incident(
            NOBODY,
            "INC-SAMPLE",
            title,
            description,
            Severity.SEV2_HIGH,
            status,
            new PageContent.Service(
                NOBODY, "Orders", "TIER_1_CRITICAL", "https://runbooks.example/orders-db"),
            "Payments",
            3,
            now.minus(Duration.ofMinutes(5)),
            null,
            2,
            new PageContent.Alert(
                "DatabaseDown",
                Map.of("cluster", "eu", "instance", "db-7"),
                Map.of(),
                "https://monitoring.example/db-7"),
            0),
        message,
        "sample",
        null);
  }
}
