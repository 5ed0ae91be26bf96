package dev.imas.core.dora;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The five metrics of a time. What would be divided by nothing, or is of nothing, is null. Pure.
 */
record DoraFigures(
    Frequency frequency,
    LeadTime leadTime,
    ChangeFailRate changeFailRate,
    RecoveryTime recoveryTime,
    ReworkRate reworkRate) {

  /**
   * @param deployments successes
   * @param rollbacks how many of them rolled back
   * @param days on how many days there was one
   */
  record Frequency(
      int deployments,
      int rollbacks,
      int days,
      @Nullable BigDecimal perWeek,
      @Nullable Integer medianDaysPerWeek) {}

  /**
   * @param commits that count
   * @param withoutTime commits whose time was not told
   * @param negative commits with a time after their deployment
   * @param missing commits that the forge counted and did not list
   * @param deployments successes that brought commits, or whose commits are not known
   * @param known of how many of them the commits are known
   * @param first successes before which nothing was deployed there
   * @param mergeToDeploySeconds median from the last push of a deployment to its end
   */
  record LeadTime(
      @Nullable Long medianSeconds,
      @Nullable Long p75Seconds,
      @Nullable Long p90Seconds,
      int commits,
      int withoutTime,
      int negative,
      int missing,
      int deployments,
      int known,
      int first,
      @Nullable Long mergeToDeploySeconds) {}

  /**
   * @param failed of the deployments, for any reason
   */
  record ChangeFailRate(
      @Nullable BigDecimal rate,
      int failed,
      int deployments,
      int byIncident,
      int byFailure,
      int byRollback) {}

  record RecoveryTime(
      @Nullable Long medianSeconds,
      @Nullable Long meanSeconds,
      int recovered,
      int notRecovered,
      int unmeasurable) {}

  record ReworkRate(
      @Nullable BigDecimal rate, int rework, int deployments, int namedIncident, int hotfix) {}
}
