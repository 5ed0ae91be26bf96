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

  /** The intervals, also those without incidents, so that a chart needs to add nothing. */
  record Point(
      Instant from,
      Instant to,
      long incidents,
      long sev1,
      long sev2,
      long sev3,
      long sev4,
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
  private final Tally[] all;
  private final Map<Key, Tally[]> ofKeys = new LinkedHashMap<>();

  Trend(Span span, List<Instant> starts) {
    this.span = span;
    this.starts = List.copyOf(starts);
    this.all = none();
  }

  private Tally[] none() {
    Tally[] none = new Tally[starts.size()];
    Arrays.fill(none, Tally.NONE);
    return none;
  }

  /**
   * @param key null if the trend is not divided
   */
  void add(int interval, @Nullable Key key, Tally tally) {
    all[interval] = all[interval].plus(tally);
    if (key != null) {
      Tally[] own = ofKeys.computeIfAbsent(key, k -> none());
      own[interval] = own[interval].plus(tally);
    }
  }

  List<Point> items() {
    return points(all);
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
        Arrays.setAll(rest, i -> rest[i].plus(own[i]));
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
    return new Series(key.id(), key.name(), sum(own), points(own));
  }

  private static long sum(Tally[] tallies) {
    return Arrays.stream(tallies).mapToLong(Tally::incidents).sum();
  }

  private List<Point> points(Tally[] tallies) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tallies.length; i++) {
      Tally tally = tallies[i];
      points.add(
          new Point(
              starts.get(i),
              i + 1 < tallies.length ? starts.get(i + 1) : span.to(),
              tally.incidents(),
              tally.bySeverity()[0],
              tally.bySeverity()[1],
              tally.bySeverity()[2],
              tally.bySeverity()[3],
              tally.mttaSeconds(),
              tally.mttrSeconds()));
    }
    return points;
  }
}
