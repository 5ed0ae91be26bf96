package dev.imas.core.figures;

import dev.imas.core.figures.FiguresRepository.Open;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a time, as they are shown. Pure.
 *
 * @param total how many incidents were opened in it
 * @param byStatus what these are now
 * @param byEnd what ended those of them that are resolved
 * @param neverAcknowledged how many of the resolved ones nobody acknowledged
 * @param resolved how many were resolved in it, whenever they were opened
 * @param open how many are open now, whenever they were opened
 * @param unacknowledged how many of these nobody has taken
 * @param previous the same of as long a time before it; null if not all of that is kept
 * @param change from there to here, in percent; null without it
 * @param excluded how many were left out, by the reason
 * @param definitions how the figures were counted
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
    Map<String, Long> byEnd,
    Times tta,
    Share neverAcknowledged,
    Mean ttaWithResolutions,
    Times ttr,
    Times ttrByPersons,
    Times ttrByAlerts,
    long resolved,
    long open,
    Map<String, Long> openBySeverity,
    long unacknowledged,
    Today today,
    @Nullable Previous previous,
    @Nullable Change change,
    List<Target> targets,
    Map<String, Long> excluded,
    List<FigureDefinition> definitions) {

  record Today(LocalDate date, long created, long resolved) {}

  record Previous(Instant from, Instant to, long total, long resolved, Times tta, Times ttr) {}

  /**
   * A part of a whole.
   *
   * @param share from 0 to 1; null where there is no whole
   */
  record Share(long incidents, long of, @Nullable Double share) {

    static Share of(long part, long whole) {
      return new Share(part, whole, whole == 0 ? null : Math.round(1000.0 * part / whole) / 1000.0);
    }
  }

  /** Each null if there is nothing to compare with. */
  record Change(
      @Nullable Double total,
      @Nullable Double severe,
      @Nullable Double resolved,
      @Nullable Double ttaP50,
      @Nullable Double ttaP90,
      @Nullable Double ttaMean,
      @Nullable Double ttrP50,
      @Nullable Double ttrP90,
      @Nullable Double ttrMean) {}

  /**
   * What is aimed at (INC-31).
   *
   * @param below what the value should be below
   * @param met null without a value
   */
  record Target(String name, @Nullable Long value, long below, @Nullable Boolean met) {}

  static Summary of(
      Selection selection,
      Kept kept,
      Cohort now,
      @Nullable Cohort past,
      Span earlier,
      Open open,
      Today today,
      FigureSettings settings) {
    Span span = selection.span();
    return new Summary(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        now.total(),
        now.bySeverity(),
        now.byStatus(),
        now.byEnd(),
        now.tta(),
        Share.of(now.neverAcknowledged(), now.told()),
        now.ttaWithResolutions(),
        now.ttr(),
        now.ttrByPersons(),
        now.ttrByAlerts(),
        now.resolved(),
        open.total(),
        FiguresRoutes.bySeverity(open.bySeverity()),
        open.unacknowledged(),
        today,
        past == null
            ? null
            : new Previous(
                earlier.from(),
                earlier.to(),
                past.total(),
                past.resolved(),
                past.tta(),
                past.ttr()),
        past == null ? null : change(past, now),
        targets(now, open, settings),
        now.excluded(),
        FigureDefinition.of(selection.measure()));
  }

  private static List<Target> targets(Cohort now, Open open, FigureSettings settings) {
    List<Target> targets = new ArrayList<>();
    add(
        targets,
        "open_severe_incidents",
        open.bySeverity().get(0) + open.bySeverity().get(1),
        settings.openSevereIncidents());
    add(
        targets,
        "mean_time_to_resolve_seconds",
        now.ttr().meanSeconds(),
        settings.meanTimeToResolveSeconds());
    add(
        targets,
        "median_time_to_acknowledge_seconds",
        now.tta().p50Seconds(),
        settings.medianTimeToAcknowledgeSeconds());
    add(
        targets,
        "median_time_to_resolve_seconds",
        now.ttr().p50Seconds(),
        settings.medianTimeToResolveSeconds());
    return targets;
  }

  private static void add(
      List<Target> targets, String name, @Nullable Long value, @Nullable Integer below) {
    if (below != null) {
      targets.add(new Target(name, value, below, value == null ? null : value < below));
    }
  }

  private static Change change(Cohort before, Cohort after) {
    return new Change(
        percent(before.total(), after.total()),
        percent(before.severe(), after.severe()),
        percent(before.resolved(), after.resolved()),
        percent(before.tta().p50Seconds(), after.tta().p50Seconds()),
        percent(before.tta().p90Seconds(), after.tta().p90Seconds()),
        percent(before.tta().meanSeconds(), after.tta().meanSeconds()),
        percent(before.ttr().p50Seconds(), after.ttr().p50Seconds()),
        percent(before.ttr().p90Seconds(), after.ttr().p90Seconds()),
        percent(before.ttr().meanSeconds(), after.ttr().meanSeconds()));
  }

  /** With one decimal; null without a value on either side, and from 0. */
  static @Nullable Double percent(@Nullable Long before, @Nullable Long after) {
    return before == null || after == null || before == 0
        ? null
        : Math.round(1000.0 * (after - before) / before) / 10.0;
  }

  static Map<String, Long> named(List<String> names, List<Long> counts) {
    Map<String, Long> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), counts.get(i));
    }
    return named;
  }
}
