package dev.imas.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.explain.Trial.Alert;
import dev.imas.core.explain.TrialRepository.Group;
import dev.imas.core.explain.TrialRepository.KnownAlert;
import dev.imas.core.explain.Would.InIncident;
import dev.imas.core.explain.Would.Outcome;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.core.suppression.SuppressionPlan;
import dev.imas.core.suppression.SuppressionPlan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What would become of the alerts of one body. */
class TrialTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(1, 2);
  private static final InIncident OPEN = new InIncident(new UUID(2, 1), "INC-AAAAA", "TRIGGERED");
  private static final InIncident OVER = new InIncident(new UUID(2, 2), "INC-BBBBB", "RESOLVED");

  private static Alert alert(UUID print, boolean firing, String group) {
    return alert(print, firing, group, null);
  }

  private static Alert alert(
      UUID print, boolean firing, String group, Routing.@Nullable Dropped dropped) {
    return new Alert(
        print,
        firing,
        new Routing(new UUID(3, 3), Severity.SEV2_HIGH, group, 1, 0, (short) 0, dropped));
  }

  private static Trial trial(
      Map<UUID, KnownAlert> alerts, Map<String, Group> groups, SuppressionPlan hiding) {
    return new Trial(alerts, groups, hiding, Duration.ofMinutes(30), NOW);
  }

  @Test
  void theSecondAlertOfANewGroupJoinsTheFirst() {
    Trial trial = trial(Map.of(), Map.of(), SuppressionPlan.NOTHING);

    assertThat(trial.next(alert(A, true, "g")).outcome()).isEqualTo(Outcome.OPENED);
    assertThat(trial.next(alert(B, true, "g")).outcome()).isEqualTo(Outcome.JOINED);
    assertThat(trial.next(alert(A, true, "g")).outcome()).isEqualTo(Outcome.DEDUPLICATED);
    assertThat(trial.next(alert(A, false, "g")).outcome()).isEqualTo(Outcome.RESOLVED);
    assertThat(trial.next(alert(A, false, "g")).outcome()).isEqualTo(Outcome.STALE);
  }

  @Test
  void whatFiresIsRepeatedAndEndsInItsIncident() {
    Trial trial = trial(Map.of(A, new KnownAlert(true, OPEN)), Map.of(), SuppressionPlan.NOTHING);

    assertThat(trial.next(alert(A, true, "g")))
        .isEqualTo(Would.of(Outcome.DEDUPLICATED, "already firing, so this is a repeat", OPEN));
    assertThat(trial.next(alert(A, false, "g")).incident()).isEqualTo(OPEN);
  }

  @Test
  void aGroupIsJoinedReopenedOrOpened() {
    Map<String, Group> groups =
        Map.of(
            "open", new Group(OPEN, null, null),
            "recent", new Group(OVER, NOW.minusSeconds(60), null),
            "old", new Group(OVER, NOW.minusSeconds(3_600), null));
    Trial trial = trial(Map.of(), groups, SuppressionPlan.NOTHING);

    Would joined = trial.next(alert(new UUID(9, 1), true, "open"));
    assertThat(joined.outcome()).isEqualTo(Outcome.JOINED);
    assertThat(joined.incident()).isEqualTo(OPEN);
    Would reopened = trial.next(alert(new UUID(9, 2), true, "recent"));
    assertThat(reopened.outcome()).isEqualTo(Outcome.REOPENED);
    assertThat(reopened.incident()).isEqualTo(OVER);
    assertThat(trial.next(alert(new UUID(9, 3), true, "old")).outcome()).isEqualTo(Outcome.OPENED);
  }

  @Test
  void whatIsHiddenOpensNothing() {
    SuppressionPlan hiding =
        new SuppressionPlan(
            Map.of(A, new Verdict(NOW, List.of(), null, null)),
            Set.of(),
            List.of(),
            Set.of(),
            Set.of());
    Trial trial = trial(Map.of(), Map.of(), hiding);

    assertThat(trial.next(alert(A, true, "g")).outcome()).isEqualTo(Outcome.HIDDEN);
    assertThat(trial.next(alert(B, true, "g")).outcome()).isEqualTo(Outcome.OPENED);
  }

  @Test
  void aDropConcernsWhatFiresAlone() {
    Routing.Dropped dropped = new Routing.Dropped(0, "noise", "a test host");
    Trial trial = trial(Map.of(A, new KnownAlert(true, OPEN)), Map.of(), SuppressionPlan.NOTHING);

    assertThat(trial.next(alert(A, true, "g", dropped)).why())
        .isEqualTo("the rule noise drops it: a test host");
    assertThat(trial.next(alert(A, false, "g", dropped)).outcome()).isEqualTo(Outcome.RESOLVED);
  }

  @Test
  void onlyWhatWouldBeginIsAskedForWhatHidesIt() {
    List<Alert> all =
        List.of(
            alert(A, true, "g"),
            alert(B, true, "g"),
            alert(B, true, "g"),
            alert(new UUID(1, 3), false, "g"));

    assertThat(Trial.beginning(all, Map.of(A, new KnownAlert(true, OPEN))))
        .extracting(Alert::fingerprint)
        .containsExactly(B);
  }
}
