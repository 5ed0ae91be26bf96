package dev.imas.core.dora;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric should be. Pure.
 *
 * @param of which value of the metric is compared
 * @param aim {@code at_least} or {@code below}
 * @param met null where there is no value
 */
record DoraTarget(String metric, String of, String aim, BigDecimal value, @Nullable Boolean met) {

  /** Those of production that the tenant has; the rework rate has none. */
  static List<DoraTarget> of(DoraFigures figures, DoraSettings settings) {
    List<DoraTarget> targets = new ArrayList<>();
    BigDecimal weekly = settings.deploymentsPerWeek();
    if (weekly != null) {
      BigDecimal perWeek = figures.frequency().perWeek();
      targets.add(
          new DoraTarget(
              DoraMetric.FREQUENCY.wireName(),
              "per_week",
              "at_least",
              weekly,
              perWeek == null ? null : perWeek.compareTo(weekly) >= 0));
    }
    below(
        targets,
        DoraMetric.LEAD_TIME,
        "median_seconds",
        whole(settings.leadTimeSeconds()),
        of(figures.leadTime().medianSeconds()));
    below(
        targets,
        DoraMetric.CHANGE_FAIL_RATE,
        "rate",
        settings.changeFailRate(),
        figures.changeFailRate().rate());
    below(
        targets,
        DoraMetric.RECOVERY_TIME,
        "mean_seconds",
        whole(settings.recoveryTimeSeconds()),
        of(figures.recoveryTime().meanSeconds()));
    return targets;
  }

  private static @Nullable BigDecimal whole(@Nullable Integer seconds) {
    return seconds == null ? null : BigDecimal.valueOf(seconds);
  }

  private static @Nullable BigDecimal of(@Nullable Long seconds) {
    return seconds == null ? null : BigDecimal.valueOf(seconds);
  }

  private static void below(
      List<DoraTarget> targets,
      DoraMetric metric,
      String of,
      @Nullable BigDecimal target,
      @Nullable BigDecimal value) {
    if (target != null) {
      targets.add(
          new DoraTarget(
              metric.wireName(),
              of,
              "below",
              target,
              value == null ? null : value.compareTo(target) < 0));
    }
  }
}
