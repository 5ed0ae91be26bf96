package dev.imas.core.figures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents over time, put together from counts. Pure. */
final class Trend {

  /**
   * The intervals, also those without incidents, so that a chart needs to add nothing.
   *
   * @param tta null in a series, which has no percentiles; so with the other
   */
  record Point(
      Instant from,
      Instant to,
      long incidents,
      long sev1,
      long sev2,
      long sev3,
      long sev4,
      @Nullable Times tta,
      @Nullable Times ttr,
      @Nullable Long mttaSeconds,
      @Nullable Long mttrSeconds) {}

  /**
   * @param id of a service or a team, the key of a cause; null of a severity and of the rest
   * @param name what a legend says; null of the rest: all that is in no series of its own
   */
  record Series(@Nullable String id, @Nullable String name, long incidents, List<Point> items) {}

  /** What a series is of. */
  record Key(@Nullable String id, @Nullable String name) {

    static final Key REST = new Key(null, null);
  }

  private final Span span;
  private final List<Instant> starts;
  private final TallyCount counted;
  private final Tally[] all;
  private final Map<Key, Tally[]> ofKeys = new LinkedHashMap<>();

  /**
   * @param keyOf what a series is of; returns null if the trend is not divided
   */
  Trend(Span span, List<Instant> starts, TallyCount counted, KeyOf keyOf) {
    this.span = span;
    this.starts = List.copyOf(starts);
    this.counted = counted;
    this.all = none();
    counted
        .tallies()
        .forEach(
            (of, tallies) -> {
              add(all, tallies);
              Key key = keyOf.key(of);
              if (key != null) {
                add(ofKeys.computeIfAbsent(key, k -> none()), tallies);
              }
            });
  }

  /** What a series is of, by what was counted. */
  @FunctionalInterface
  interface KeyOf {
    @Nullable Key key(TallyCount.Key counted);
  }

  private Tally[] none() {
    Tally[] none = new Tally[starts.size()];
    Arrays.setAll(none, i -> new Tally());
    return none;
  }

  private static void add(Tally[] to, Tally[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i].add(more[i]);
    }
  }

  long total() {
    return sum(all);
  }

  List<Point> items() {
    return points(all, true);
  }

  /** Those with the most incidents, the first with the most, and what remains as the last. */
  List<Series> series(int most) {
    List<Series> series = new ArrayList<>();
    Tally[] rest = none();
    boolean isCut = false;
    for (Map.Entry<Key, Tally[]> ranked : ranked()) {
      Tally[] own = ranked.getValue();
      if (series.size() < most) {
        series.add(series(ranked.getKey(), own));
      } else {
        add(rest, own);
        isCut = true;
      }
    }
    if (isCut) {
      series.add(series(Key.REST, rest));
    }
    return series;
  }

  private List<Map.Entry<Key, Tally[]>> ranked() {
    return ofKeys.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<Key, Tally[]> of) -> -sum(of.getValue()))
                .thenComparing(of -> String.valueOf(of.getKey().name())))
        .toList();
  }

  private Series series(Key key, Tally[] own) {
    return new Series(key.id(), key.name(), sum(own), points(own, false));
  }

  private static long sum(Tally[] tallies) {
    return Arrays.stream(tallies).mapToLong(Tally::incidents).sum();
  }

  private List<Point> points(Tally[] tallies, boolean withTimes) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tallies.length; i++) {
      Tally tally = tallies[i];
      points.add(
          new Point(
              starts.get(i),
              i + 1 < tallies.length ? starts.get(i + 1) : span.to(),
              tally.incidents(),
              tally.ofSeverity(0),
              tally.ofSeverity(1),
              tally.ofSeverity(2),
              tally.ofSeverity(3),
              withTimes ? counted.tta(i) : null,
              withTimes ? counted.ttr(i) : null,
              tally.mttaSeconds(),
              tally.mttrSeconds()));
    }
    return points;
  }
}
