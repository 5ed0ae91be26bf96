package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncidentTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Incident OPEN = TestIncident.any().openedAt(T0);

  @Test
  void walksItsLifeAndKeepsItsClocks() {
    Incident acked = OPEN.acknowledge(Author.program("ann"), T0.plusSeconds(60), null).incident();
    Incident mitigated =
        acked.mitigate(Author.program("bob"), T0.plusSeconds(120), "rolled back").incident();
    Incident resolved = mitigated.resolve("ann", T0.plusSeconds(300), "done", "a bug").incident();

    assertThat(resolved.status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(resolved.lead()).isEqualTo("ann");
    assertThat(resolved.clocks().mttdSeconds()).isEqualTo(30);
    assertThat(resolved.clocks().mttaSeconds()).isEqualTo(60);
    assertThat(resolved.clocks().mttmSeconds()).isEqualTo(120);
    assertThat(resolved.clocks().mttrSeconds()).isEqualTo(300);
    assertThat(resolved.version()).isEqualTo(4);
    assertThat(resolved.counts().timelineSeq()).isEqualTo(4);
  }

  @Test
  void resolvingWithoutAcknowledgementAcknowledges() {
    Incident resolved = OPEN.resolve("ann", T0.plusSeconds(9), null, null).incident();
    assertThat(resolved.clocks().acknowledgedAt()).isEqualTo(T0.plusSeconds(9));
    assertThat(resolved.clocks().mttaSeconds()).isEqualTo(9);
  }

  @Test
  void reopeningClearsTheEndAndKeepsItInTheTimeline() {
    Incident resolved = OPEN.resolve("ann", T0.plusSeconds(9), null, null).incident();
    Step reopened = resolved.reopen("bob", T0.plusSeconds(20), "not fixed");
    assertThat(reopened.incident().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(reopened.incident().clocks().resolvedAt()).isNull();
    assertThat(reopened.incident().counts().reopens()).isEqualTo(1);
    assertThat(reopened.entry().metadata()).containsEntry("resolved_at", "2026-03-01T10:00:09Z");
    assertThat(reopened.event()).isEqualTo(IncidentEvent.REOPENED);
  }

  @Test
  void illegalMovesAreConflictsThatNameTheStatus() {
    Incident resolved = OPEN.resolve("ann", T0, null, null).incident();
    Incident mitigated = OPEN.mitigate(Author.program("ann"), T0, null).incident();
    assertConflict("RESOLVED", () -> resolved.acknowledge(Author.program("x"), T0, null));
    assertConflict("RESOLVED", () -> resolved.mitigate(Author.program("x"), T0, null));
    assertConflict("RESOLVED", () -> resolved.resolve("x", T0, null, null));
    assertConflict("MITIGATED", () -> mitigated.acknowledge(Author.program("x"), T0, null));
    assertConflict("MITIGATED", () -> mitigated.mitigate(Author.program("x"), T0, null));
    assertConflict("TRIGGERED", () -> OPEN.reopen("x", T0, "why"));
  }

  @Test
  void anAcknowledgementIsTakenBackWithAllThatCameOfIt() {
    Step acked = OPEN.acknowledge(Author.program("ann"), T0.plusSeconds(60), null);
    assertThat(acked.entry().metadata()).containsEntry("lead", "ann");
    Step back =
        acked
            .incident()
            .unacknowledge(
                "bob",
                T0.plusSeconds(90),
                null,
                Optional.of(new Acknowledgement(2, "ann", null, "ann", false)));
    assertThat(back.incident().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(back.incident().lead()).isNull();
    assertThat(back.incident().clocks().acknowledgedAt()).isNull();
    assertThat(back.incident().version()).isEqualTo(3);
    assertThat(back.entry().message()).isEqualTo("Unacknowledged by bob");
    assertThat(back.entry().metadata()).containsEntry("takes_back", 2);
    assertThat(back.event()).isEqualTo(IncidentEvent.UNACKNOWLEDGED);
    Incident again =
        back.incident().acknowledge(Author.program("cid"), T0.plusSeconds(200), null).incident();
    assertThat(again.lead()).isEqualTo("cid");
    assertThat(again.clocks().mttaSeconds()).isEqualTo(200);
  }

  @Test
  void theLeadStaysWhomTheAcknowledgementDidNotMake() {
    Incident led = OPEN.acknowledge(Author.program("ann"), T0, null).incident();
    Step back =
        led.unacknowledge(
            "bob", T0, null, Optional.of(new Acknowledgement(2, "ann", null, null, false)));
    assertThat(back.incident().lead()).isEqualTo("ann");
  }

  @Test
  void everyChangeIsOneEntryAndMovesTheVersion() {
    Step raised = OPEN.raise(Severity.SEV1_CRITICAL, "system", T0, "worse");
    assertThat(raised.entry().seq()).isEqualTo(2);
    assertThat(raised.incident().version()).isEqualTo(2);
    assertThat(raised.event()).isEqualTo(IncidentEvent.SEVERITY_CHANGED);
    Step note = raised.incident().note(TimelineType.NOTE, "ann", "hm", Map.of(), T0);
    assertThat(note.entry().seq()).isEqualTo(3);
    assertThat(note.event()).isNull();
  }

  @Test
  void shortIdsAreUnambiguous() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      String id = ShortId.draw(random);
      assertThat(id).matches("INC-[23456789BCDFGHJKMNPQRSTVWXYZ]{5}");
      assertThat(ShortId.isShortId(id.toLowerCase(Locale.ROOT))).isTrue();
    }
    assertThat(ShortId.isShortId("INC-")).isFalse();
    assertThat(ShortId.isShortId("7F3K")).isFalse();
  }

  private static void assertConflict(String status, Runnable move) {
    assertThatThrownBy(move::run)
        .isInstanceOfSatisfying(
            Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.CONFLICT))
        .hasMessageContaining(status);
  }
}
