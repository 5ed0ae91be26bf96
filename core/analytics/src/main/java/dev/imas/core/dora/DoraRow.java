package dev.imas.core.dora;

import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRepository.NamedCommit;
import dev.imas.core.dora.DoraRepository.NamedService;
import dev.imas.core.dora.Rollout.FailedBy;
import dev.imas.core.dora.Rollout.Recovery;
import dev.imas.core.dora.Rollout.ReworkBy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the rows behind a metric: a deployment, or a commit that one brought to production.
 *
 * @param counted whether it is in the numerator, or among the values; the rows with it add up to
 *     the metric
 * @param because why it counts or not, in one word
 * @param seconds the lead time of the commit, or the recovery time of the deployment
 * @param places how many deployments count as this one
 */
record DoraRow(
    UUID deployment,
    Instant finishedAt,
    String state,
    @Nullable NamedService service,
    String repository,
    String environment,
    String sha,
    String ref,
    int places,
    boolean counted,
    String because,
    @Nullable Long seconds,
    List<String> incidents,
    @Nullable UUID rollbackOf,
    @Nullable OfCommit commit) {

  /**
   * @param at null: its time was not told
   */
  record OfCommit(String sha, String title, @Nullable Instant at) {}

  DoraRow {
    incidents = List.copyOf(incidents);
  }

  /**
   * @param metric of what it is a row; not of the lead time
   */
  static DoraRow of(Asked asked, Rollout one, DoraMetric metric) {
    return switch (metric) {
      case FREQUENCY ->
          row(asked, one, true, one.rollbackOf == null ? "success" : "rollback", null, null);
      case CHANGE_FAIL_RATE -> {
        FailedBy failed = one.failedBy();
        yield row(
            asked, one, failed != null, failed == null ? "success" : failed.wireName(), null, null);
      }
      case RECOVERY_TIME ->
          switch (one.recovery()) {
            case Recovery.After after -> row(asked, one, true, "recovered", after.seconds(), null);
            case Recovery.NotYet no -> row(asked, one, false, "not_recovered", null, null);
            case Recovery.Unmeasurable no -> row(asked, one, false, "unmeasurable", null, null);
          };
      case REWORK_RATE -> {
        ReworkBy rework = one.reworkBy();
        yield row(
            asked, one, rework != null, rework == null ? "planned" : rework.wireName(), null, null);
      }
      case LEAD_TIME -> throw new IllegalArgumentException("its rows are commits");
    };
  }

  static DoraRow of(Asked asked, Commit commit, NamedCommit named) {
    boolean isCounted = commit.counted() == Commit.Counted.YES;
    return row(
        asked,
        commit.rollout(),
        isCounted,
        isCounted ? "commit" : commit.counted().name().toLowerCase(Locale.ROOT),
        isCounted ? commit.seconds() : null,
        new OfCommit(
            named.sha(),
            named.title(),
            commit.counted() == Commit.Counted.WITHOUT_TIME ? null : commit.committedAt()));
  }

  private static DoraRow row(
      Asked asked,
      Rollout one,
      boolean isCounted,
      String because,
      @Nullable Long seconds,
      @Nullable OfCommit commit) {
    Rollout rolledBackTo = one.rollbackOf;
    return new DoraRow(
        one.id(),
        one.finishedAt(),
        one.state().wireName(),
        asked.service(one),
        one.deployment().repository(),
        one.deployment().environment(),
        one.sha(),
        one.deployment().ref(),
        one.places().size(),
        isCounted,
        because,
        seconds,
        one.incidents().stream().map(CausedIncident::shortId).toList(),
        rolledBackTo == null ? null : rolledBackTo.id(),
        commit);
  }
}
