package dev.imas.core.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imas.core.dora.Rollout.FailedBy;
import dev.imas.core.dora.Rollout.Recovery;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RolloutHistoryTest {

  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final UUID SERVICE = new UUID(1, 1);
  private static final String A = "aaaaaaaaaaaa";
  private static final String B = "bbbbbbbbbbbb";
  private static final String C = "cccccccccccc";

  private final List<FinishedDeployment> deployments = new ArrayList<>();
  private final List<PushRecord> pushes = new ArrayList<>();
  private final List<CausedIncident> incidents = new ArrayList<>();

  private static Instant minute(int number) {
    return START.plusSeconds(60L * number);
  }

  private FinishedDeployment deployed(String sha, DeploymentState state, int minute, String place) {
    FinishedDeployment one =
        new FinishedDeployment(
            new UUID(2, deployments.size()),
            state,
            minute(minute),
            minute(minute),
            SERVICE,
            "acme/shop",
            "",
            place,
            "prod",
            EnvironmentTier.PRODUCTION,
            sha,
            "",
            "main",
            null);
    deployments.add(one);
    return one;
  }

  private FinishedDeployment deployed(String sha, int minute) {
    return deployed(sha, DeploymentState.SUCCESS, minute, "prod");
  }

  private void pushed(String before, String after, int minute, int total, Instant... commits) {
    long[] at = new long[commits.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = commits[i].toEpochMilli();
    }
    pushes.add(
        new PushRecord(
            new UUID(3, pushes.size()), "acme/shop", "", before, after, minute(minute), total, at));
  }

  private List<Rollout> rollouts() {
    return new RolloutHistory(new DoraFacts(deployments, pushes, incidents)).rollouts();
  }

  private DoraFigures figures() {
    return new DoraCount(
            rollouts(), new DoraSpan(START, START.plusSeconds(7 * 86_400), ZoneOffset.UTC))
        .figures();
  }

  /** G30: one rollout to several places counts once; a second try at one place is another one. */
  @Test
  void oneCommitInSeveralPlacesWithinHalfAnHourCountsOnce() {
    deployed(A, DeploymentState.SUCCESS, 0, "prod-eu");
    deployed(A, DeploymentState.FAILURE, 30, "prod-us");
    deployed(A, DeploymentState.SUCCESS, 31, "prod-ap");
    deployed(A, DeploymentState.SUCCESS, 35, "prod-ap");
    assertThat(rollouts())
        .extracting(Rollout::state, one -> one.places().size(), Rollout::finishedAt)
        .containsExactly(
            tuple(DeploymentState.FAILURE, 2, minute(30)),
            tuple(DeploymentState.SUCCESS, 1, minute(31)),
            tuple(DeploymentState.SUCCESS, 1, minute(35)));
  }

  /** G151: a rollback brings no commit, ends what it undoes, and counts as a deployment. */
  @Test
  void anOlderCommitAgainIsARollbackOfWhatWasThere() {
    deployed(A, 0);
    pushed(A, B, 5, 1, minute(1));
    deployed(B, 60);
    deployed(A, 72);
    List<Rollout> all = rollouts();
    assertThat(all.get(2).rollbackOf).isSameAs(all.get(0));
    assertThat(all.get(1).failedBy()).isEqualTo(FailedBy.ROLLBACK);
    assertThat(all.get(1).recovery()).isEqualTo(new Recovery.After(12 * 60));
    DoraFigures figures = figures();
    assertThat(figures.frequency().deployments()).isEqualTo(3);
    assertThat(figures.frequency().rollbacks()).isEqualTo(1);
    assertThat(figures.leadTime().commits()).isEqualTo(1);
    assertThat(figures.leadTime().deployments()).isEqualTo(1);
  }

  @Test
  void theSameCommitAgainAfterAFailureEndsItAndRollsNothingBack() {
    deployed(A, 0);
    deployed(B, DeploymentState.FAILURE, 60, "prod");
    deployed(A, 90);
    List<Rollout> all = rollouts();
    assertThat(all.get(2).rollbackOf).isNull();
    assertThat(all.get(0).failedBy()).isNull();
    assertThat(all.get(1).failedBy()).isEqualTo(FailedBy.FAILURE);
    assertThat(all.get(1).recovery()).isEqualTo(new Recovery.After(30 * 60));
  }

  /** G28: an incident counts for one deployment, and a deployment once for all its incidents. */
  @Test
  void twoIncidentsOfOneDeploymentAreOneFailure() {
    FinishedDeployment cause = deployed(A, 0);
    deployed(B, 500);
    incidents.add(new CausedIncident(cause.id(), new UUID(4, 1), "INC-1", minute(3), minute(10)));
    incidents.add(new CausedIncident(cause.id(), new UUID(4, 2), "INC-2", minute(5), minute(25)));
    DoraFigures figures = figures();
    assertThat(figures.changeFailRate().rate()).isEqualTo(new BigDecimal("0.5000"));
    assertThat(figures.changeFailRate().byIncident()).isEqualTo(1);
    assertThat(figures.recoveryTime().medianSeconds()).isEqualTo(22 * 60);
    incidents.add(new CausedIncident(cause.id(), new UUID(4, 3), "INC-3", minute(6), null));
    assertThat(figures().recoveryTime().notRecovered()).isEqualTo(1);
    assertThat(figures().recoveryTime().medianSeconds()).as("never 0 (DOR-08)").isNull();
  }

  /** G149: what the forge did not list is counted as missing, and a gap is never guessed. */
  @Test
  void commitsThatAreNotListedAndChainsWithAGapAreCountedApart() {
    deployed(A, 0);
    pushed(A, "b1b1b1b1b1b1", 10, 25, minute(1), minute(2));
    pushed("b1b1b1b1b1b1", B, 20, 1, minute(500));
    deployed(B, 60);
    pushed("d0d0d0d0d0d0", C, 70, 1, minute(61));
    deployed(C, 80);
    DoraFigures.LeadTime lead = figures().leadTime();
    assertThat(lead.commits()).isEqualTo(2);
    assertThat(lead.missing()).isEqualTo(23);
    assertThat(lead.negative()).isEqualTo(1);
    assertThat(lead.first()).isEqualTo(1);
    assertThat(lead.known()).isEqualTo(1);
    assertThat(lead.deployments()).isEqualTo(2);
    assertThat(lead.medianSeconds()).isEqualTo(58 * 60);
    assertThat(lead.p90Seconds()).isEqualTo(59 * 60);
    assertThat(lead.mergeToDeploySeconds()).isEqualTo(40 * 60);
  }

  @Test
  void aMergeThatPushesABranchAgainIsFollowedAlongTheMainLine() {
    deployed(A, 0);
    pushed("0000000000000000", "b1b1b1b1b1b1", 10, 1, minute(9));
    pushed("b1b1b1b1b1b1", B, 11, 1, minute(10));
    pushed(A, B, 20, 2, minute(9), minute(10));
    deployed(B, 60);
    assertThat(figures().leadTime().commits()).isEqualTo(2);
  }

  /** DOR-08. */
  @Test
  void nothingHasNoFiguresAndNotZero() {
    DoraFigures none = figures();
    assertThat(none.frequency().perWeek()).isNull();
    assertThat(none.frequency().medianDaysPerWeek()).isNull();
    assertThat(none.leadTime().medianSeconds()).isNull();
    assertThat(none.changeFailRate().rate()).isNull();
    assertThat(none.recoveryTime().medianSeconds()).isNull();
    assertThat(none.recoveryTime().meanSeconds()).isNull();
    assertThat(none.reworkRate().rate()).isNull();
    assertThat(DoraTarget.of(none, DoraSettings.USUAL)).allMatch(one -> one.met() == null);
  }

  /** G34: a value may lie in the range of several clusters of a year, or of none. */
  @Test
  void aBandIsNamedOnlyWhereTheReportGivesARangeThatHasTheValue() {
    deployed(A, 0);
    deployed(B, DeploymentState.FAILURE, 60, "prod");
    for (int i = 0; i < 8; i++) {
      deployed(C + i, 100 + i);
    }
    assertThat(DoraEdition.REPORT_2019.bands(figures()).metrics().get(2).clusters())
        .as("a tenth failed")
        .containsExactly("elite", "high", "medium");
    assertThat(DoraEdition.REPORT_2024.bands(figures()).metrics().get(2).clusters()).isEmpty();
    assertThat(DoraEdition.REPORT_2024.bands(figures()).metrics().get(0).clusters())
        .containsExactly("elite");
  }
}
