package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a change of an incident means for its escalation (ONC-11, decisions M4, M5). */
class EscalationEffectTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Step OPENED = TestIncident.any().as(Severity.SEV2_HIGH).openingAt(T0);

  @Test
  void aNewIncidentStartsIt() {
    assertThat(EscalationEffect.of(IncidentChange.opening(OPENED)))
        .isEqualTo(EscalationEffect.START);
  }

  @Test
  void anIncidentThatIsOverBeforeAnybodyIsToldStartsNothing() {
    Step over = OPENED.incident().resolve("ann", T0, null, null);
    assertThat(EscalationEffect.of(IncidentChange.opening(OPENED).then(over)))
        .isEqualTo(EscalationEffect.NOTHING);
  }

  @Test
  void whoeverTakesItOnOrEndsItStopsIt() {
    Incident incident = OPENED.incident();
    assertThat(after(incident, incident.acknowledge(Author.program("ann"), T0, null)))
        .isEqualTo(EscalationEffect.STOP);
    assertThat(after(incident, incident.mitigate(Author.program("ann"), T0, null)))
        .isEqualTo(EscalationEffect.STOP);
    assertThat(after(incident, incident.resolve("ann", T0, null, null)))
        .isEqualTo(EscalationEffect.STOP);
  }

  @Test
  void aRaiseStartsItAnewWhileNobodyHasItAndTellsWhoHasIt() {
    Incident incident = OPENED.incident();
    assertThat(after(incident, raise(incident))).isEqualTo(EscalationEffect.START);
    Incident inHand = incident.acknowledge(Author.program("ann"), T0, null).incident();
    assertThat(after(inHand, raise(inHand))).isEqualTo(EscalationEffect.TELL);
    Incident mitigated = inHand.mitigate(Author.program("ann"), T0, null).incident();
    assertThat(after(mitigated, raise(mitigated))).isEqualTo(EscalationEffect.TELL);
  }

  @Test
  void anAcknowledgementThatIsTakenBackStartsItAgain() {
    Incident inHand = OPENED.incident().acknowledge(Author.program("ann"), T0, null).incident();
    assertThat(after(inHand, inHand.unacknowledge("ann", T0, null, Optional.empty())))
        .isEqualTo(EscalationEffect.START);
  }

  @Test
  void aReopeningStartsItAnew() {
    Incident over = OPENED.incident().resolve("ann", T0, null, null).incident();
    assertThat(after(over, over.reopen("ann", T0, "still broken")))
        .isEqualTo(EscalationEffect.START);
  }

  @Test
  void itsOwnStepsAndWordsAloneMeanNothing() {
    Incident incident = OPENED.incident();
    assertThat(after(incident, incident.escalate("step 2", Map.of())))
        .isEqualTo(EscalationEffect.NOTHING);
    assertThat(after(incident, incident.note(TimelineType.NOTE, "ann", "hm", Map.of(), T0)))
        .isEqualTo(EscalationEffect.NOTHING);
    Incident inHand = incident.acknowledge(Author.program("ann"), T0, null).incident();
    Step givenUp = inHand.resume(T0, "given up", Map.of(), Optional.empty());
    assertThat(EscalationEffect.of(IncidentChange.of(inHand).then(givenUp).calling(List.of())))
        .isEqualTo(EscalationEffect.NOTHING);
  }

  private static Step raise(Incident incident) {
    return incident.raise(Severity.SEV1_CRITICAL, "ann", T0, "worse");
  }

  private static EscalationEffect after(Incident before, Step step) {
    return EscalationEffect.of(IncidentChange.of(before).then(step));
  }
}
