package dev.imas.core.figures;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts incidents by interval, and by service, severity or cause. */
final class TallyCount implements Counting {

  /** What tallies are divided by, besides intervals. */
  enum By {
    NOTHING,
    SERVICE,
    SEVERITY,
    CAUSE
  }

  /**
   * Of what a tally is.
   *
   * @param severity 0 is SEV1
   * @param isCause whether a cause is meant, which may be unknown
   */
  record Key(@Nullable UUID id, int severity, boolean isCause) {}

  private static final Key ALL = new Key(null, 0, false);

  private final Measure measure;
  private final By by;
  private final long[] starts;
  private final Map<Key, Tally[]> tallies = new HashMap<>();
  private final Distribution[] tta;
  private final Distribution[] ttr;

  private @Nullable UUID lastId;
  private Tally @Nullable [] last;

  /**
   * @param starts where the intervals begin, in order, the first with the span
   */
  TallyCount(Measure measure, By by, List<Instant> starts) {
    this.measure = measure;
    this.by = by;
    this.starts = starts.stream().mapToLong(Instant::getEpochSecond).toArray();
    this.tta = distributions();
    this.ttr = distributions();
  }

  private Distribution[] distributions() {
    Distribution[] all = new Distribution[starts.length];
    Arrays.setAll(all, i -> new Distribution());
    return all;
  }

  @Override
  public void opened(Fact fact) {
    int found = Arrays.binarySearch(starts, fact.openedAt());
    int interval = found >= 0 ? found : -found - 2;
    int acknowledged = measure.toAcknowledge(fact);
    int resolved = measure.toResolve(fact);
    tallies(fact)[interval].add(fact, acknowledged, resolved);
    if (acknowledged != Fact.NONE) {
      tta[interval].add(acknowledged);
    }
    if (resolved != Fact.NONE) {
      ttr[interval].add(resolved);
    }
  }

  private Tally[] tallies(Fact fact) {
    return switch (by) {
      case NOTHING -> tallies.computeIfAbsent(ALL, key -> none());
      case SEVERITY ->
          tallies.computeIfAbsent(new Key(null, fact.severity(), false), key -> none());
      case CAUSE -> tallies.computeIfAbsent(new Key(fact.cause(), 0, true), key -> none());
      case SERVICE -> ofService(fact.service());
    };
  }

  /** Those of one service come one after the other. */
  private Tally[] ofService(UUID service) {
    Tally[] found = last;
    if (found == null || !service.equals(lastId)) {
      found = tallies.computeIfAbsent(new Key(service, 0, false), key -> none());
      last = found;
      lastId = service;
    }
    return found;
  }

  private Tally[] none() {
    Tally[] none = new Tally[starts.length];
    Arrays.setAll(none, i -> new Tally());
    return none;
  }

  /** A tally for each interval. Only of what occurred. */
  Map<Key, Tally[]> tallies() {
    return Map.copyOf(tallies);
  }

  Times tta(int interval) {
    return tta[interval].times();
  }

  Times ttr(int interval) {
    return ttr[interval].times();
  }
}
