package dev.imas.core.dora;

import java.math.BigDecimal;
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

  private static final BigDecimal WEEKLY = BigDecimal.valueOf(5);
  private static final BigDecimal RATE = new BigDecimal("0.15");
  private static final BigDecimal WEEK = BigDecimal.valueOf(7 * 86_400L);
  private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);

  /** Those of production; the rework rate has none. */
  static List<DoraTarget> of(DoraFigures figures) {
    BigDecimal perWeek = figures.frequency().perWeek();
    return List.of(
        new DoraTarget(
            DoraMetric.FREQUENCY.wireName(),
            "per_week",
            "at_least",
            WEEKLY,
            perWeek == null ? null : perWeek.compareTo(WEEKLY) >= 0),
        below(DoraMetric.LEAD_TIME, "median_seconds", WEEK, of(figures.leadTime().medianSeconds())),
        below(DoraMetric.CHANGE_FAIL_RATE, "rate", RATE, figures.changeFailRate().rate()),
        below(
            DoraMetric.RECOVERY_TIME,
            "mean_seconds",
            HOUR,
            of(figures.recoveryTime().meanSeconds())));
  }

  private static @Nullable BigDecimal of(@Nullable Long seconds) {
    return seconds == null ? null : BigDecimal.valueOf(seconds);
  }

  private static DoraTarget below(
      DoraMetric metric, String of, BigDecimal target, @Nullable BigDecimal value) {
    return new DoraTarget(
        metric.wireName(), of, "below", target, value == null ? null : value.compareTo(target) < 0);
  }
}
