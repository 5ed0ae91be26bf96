package dev.imas.core.figures;

import dev.imas.core.figures.FiguresRepository.Open;
import dev.imas.core.incident.IncidentStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a time, as they are shown. Pure.
 *
 * @param total how many incidents were opened in it
 * @param byStatus what these are now
 * @param resolved how many were resolved in it, whenever they were opened
 * @param open how many are open now, whenever they were opened
 * @param unacknowledged how many of these nobody has taken
 * @param previous the same of as long a time before it; null if not all of that is kept
 * @param change from there to here, in percent; null without it
 */
record Summary(
    Instant from,
    Instant to,
    String timeZone,
    @Nullable Instant completeSince,
    boolean complete,
    long total,
    Map<String, Long> bySeverity,
    Map<String, Long> byStatus,
    Times tta,
    Mean ttaWithResolutions,
    Times ttr,
    long resolved,
    long open,
    Map<String, Long> openBySeverity,
    long unacknowledged,
    Today today,
    @Nullable Previous previous,
    @Nullable Change change,
    List<Target> targets) {

  record Today(LocalDate date, long created, long resolved) {}

  record Previous(Instant from, Instant to, long total, long resolved, Times tta, Times ttr) {}

  /** Each null if there is nothing to compare with. */
  record Change(
      @Nullable Double total,
      @Nullable Double severe,
      @Nullable Double resolved,
      @Nullable Double ttaMean,
      @Nullable Double ttaP50,
      @Nullable Double ttaP90,
      @Nullable Double ttrMean,
      @Nullable Double ttrP50,
      @Nullable Double ttrP90) {}

  /**
   * What is aimed at (INC-31).
   *
   * @param below what the value should be below
   * @param met null without a value
   */
  record Target(String name, @Nullable Long value, long below, @Nullable Boolean met) {

    static Target of(String name, @Nullable Long value, long below) {
      return new Target(name, value, below, value == null ? null : value < below);
    }
  }

  /** What was opened in a time, and how many were resolved in it. */
  record Past(Cohort cohort, long resolved) {}

  private static final long SIX_HOURS = 21_600;

  static Summary of(
      Span span, Kept kept, Past now, @Nullable Past past, Span earlier, Open open, Today today) {
    Cohort cohort = now.cohort();
    return new Summary(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        cohort.total(),
        FiguresRoutes.bySeverity(cohort.bySeverity()),
        named(Arrays.stream(IncidentStatus.values()).map(Enum::name).toList(), cohort.byStatus()),
        cohort.tta(),
        cohort.ttaWithResolutions(),
        cohort.ttr(),
        now.resolved(),
        open.total(),
        FiguresRoutes.bySeverity(open.bySeverity()),
        open.unacknowledged(),
        today,
        past == null ? null : previous(earlier, past),
        past == null ? null : change(past, now),
        List.of(
            Target.of("open_severe_incidents", severe(open.bySeverity()), 5),
            Target.of("mean_time_to_resolve_seconds", cohort.ttr().meanSeconds(), SIX_HOURS)));
  }

  private static Previous previous(Span span, Past past) {
    Cohort cohort = past.cohort();
    return new Previous(
        span.from(), span.to(), cohort.total(), past.resolved(), cohort.tta(), cohort.ttr());
  }

  private static Change change(Past past, Past now) {
    Cohort before = past.cohort();
    Cohort after = now.cohort();
    return new Change(
        percent(before.total(), after.total()),
        percent(severe(before.bySeverity()), severe(after.bySeverity())),
        percent(past.resolved(), now.resolved()),
        percent(before.tta().meanSeconds(), after.tta().meanSeconds()),
        percent(before.tta().p50Seconds(), after.tta().p50Seconds()),
        percent(before.tta().p90Seconds(), after.tta().p90Seconds()),
        percent(before.ttr().meanSeconds(), after.ttr().meanSeconds()),
        percent(before.ttr().p50Seconds(), after.ttr().p50Seconds()),
        percent(before.ttr().p90Seconds(), after.ttr().p90Seconds()));
  }

  /** With one decimal; null without a value on either side, and from 0. */
  static @Nullable Double percent(@Nullable Long before, @Nullable Long after) {
    return before == null || after == null || before == 0
        ? null
        : Math.round(1000.0 * (after - before) / before) / 10.0;
  }

  private static long severe(List<Long> bySeverity) {
    return bySeverity.get(0) + bySeverity.get(1);
  }

  static Map<String, Long> named(List<String> names, List<Long> counts) {
    Map<String, Long> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), counts.get(i));
    }
    return named;
  }
}
