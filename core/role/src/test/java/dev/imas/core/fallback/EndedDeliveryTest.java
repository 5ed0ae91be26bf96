package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.fallback.OutcomeRepository.Claimed;
import dev.imas.core.fallback.OutcomeRepository.Outcome;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.incident.TimelineType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedDeliveryTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Incident INCIDENT = TestIncident.any().openedAt(T0);
  private static final EndedDelivery TO_ANN =
      new EndedDelivery(
          new UUID(0, 5), "incident.severity_changed", "webhook", new UUID(0, 6), "Ann", 0);

  @Test
  void tellsWhoWasSentWhat() {
    Step sent = TO_ANN.tell(INCIDENT, ended(Outcome.SENT, null));

    assertThat(sent.entry().type()).isEqualTo(TimelineType.ALERT_SENT);
    assertThat(sent.entry().author()).isEqualTo("notifier");
    assertThat(sent.entry().message()).isEqualTo("Paged Ann by webhook (severity changed)");
    assertThat(sent.entry().metadata())
        .isEqualTo(
            Map.of(
                "delivery_id",
                new UUID(0, 5).toString(),
                "event",
                "incident.severity_changed",
                "channel",
                "webhook",
                "receiver_id",
                new UUID(0, 6).toString(),
                "attempts",
                2,
                "ended_at",
                T0.toString()));
    assertThat(sent.event()).isNull();
  }

  @Test
  void namesNobodyWhoIsGoneAndTellsWhatWasFolded() {
    EndedDelivery folded =
        new EndedDelivery(new UUID(0, 5), "incident.resolved", "console", new UUID(0, 0), null, 1);
    assertThat(folded.tell(INCIDENT, ended(Outcome.SENT, null)).entry().message())
        .isEqualTo("Notified the console (resolved), including 1 earlier message");
    EndedDelivery more =
        new EndedDelivery(new UUID(0, 5), "incident.resolved", "console", new UUID(0, 0), null, 3);
    assertThat(more.tell(INCIDENT, ended(Outcome.SENT, null)).entry().message())
        .endsWith("including 3 earlier messages");
  }

  @Test
  void saysWhyAPageWasNotSent() {
    Step dead = TO_ANN.tell(INCIDENT, ended(Outcome.DEAD, "HTTP 410"));
    assertThat(dead.entry().type()).isEqualTo(TimelineType.NOTIFICATION_FAILED);
    assertThat(dead.entry().message())
        .isEqualTo("Could not page Ann by webhook (severity changed): HTTP 410");
    assertThat(dead.entry().metadata()).containsEntry("reason", "HTTP 410");

    Step cancelled = TO_ANN.tell(INCIDENT, ended(Outcome.CANCELLED, "the contact was removed"));
    assertThat(cancelled.entry().type()).isEqualTo(TimelineType.NOTIFICATION_CANCELLED);
    assertThat(cancelled.entry().message())
        .isEqualTo("Did not page Ann by webhook (severity changed): the contact was removed");
  }

  /** A person who edits the incident meanwhile has not seen to the page. */
  @Test
  void leavesTheIncidentAsItIs() {
    Incident after = TO_ANN.tell(INCIDENT, ended(Outcome.SENT, null)).incident();

    assertThat(after.version()).isEqualTo(INCIDENT.version());
    assertThat(after.clocks()).isEqualTo(INCIDENT.clocks());
    assertThat(after.counts().timelineSeq()).isEqualTo(INCIDENT.counts().timelineSeq() + 1);
  }

  @Test
  void aQuestionEndsNothing() {
    assertThatThrownBy(() -> TO_ANN.tell(INCIDENT, ended(Outcome.LATE, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Claimed ended(Outcome outcome, @Nullable String reason) {
    return new Claimed(1, INCIDENT.id(), 1, outcome, new UUID(0, 5), 2, reason, T0, 0);
  }
}
