package dev.imas.core.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the incidents that two worlds open at the same moments, and keeps the first of those
 * that differ. One thread at a time.
 */
final class Openings {

  /**
   * @param differs the names of what differs; empty where only one of them is opened
   * @param was null: it was not opened
   * @param would null: it would not be opened
   */
  record Pair(List<String> differs, @Nullable Life was, @Nullable Life would) {}

  /** Takes all of them, also those that do not differ. */
  interface Pairing {

    /**
     * @param was null: it was not opened
     * @param would null: it would not be opened
     */
    void pair(@Nullable Life was, @Nullable Life would);
  }

  /** Where and when one is opened. What was hidden opens between two calls. */
  private record Place(Instant at, String group) {
    static Place of(Life life) {
      return new Place(life.opened().at(), life.opened().groupKey());
    }
  }

  private final int most;
  private final Pairing each;
  private final List<Pair> pairs = new ArrayList<>();
  private final Map<String, Long> byField = new LinkedHashMap<>();
  private long same;
  private long otherwise;
  private long onlyThen;
  private long onlyOtherwise;

  /**
   * @param most how many that differ are kept
   */
  Openings(int most, Pairing each) {
    this.most = most;
    this.each = each;
  }

  /** What was opened since the last call. */
  void compare(List<Life> then, List<Life> other) {
    if (then.isEmpty() && other.isEmpty()) {
      return;
    }
    Map<Place, Life> would = new HashMap<>();
    other.forEach(life -> would.put(Place.of(life), life));
    for (Life was : then) {
      Life same = would.remove(Place.of(was));
      each.pair(was, same);
      if (same == null) {
        onlyThen++;
        keep(new Pair(List.of(), was, null));
      } else {
        compare(was, same);
      }
    }
    for (Life life : other) {
      if (would.containsKey(Place.of(life))) {
        onlyOtherwise++;
        each.pair(null, life);
        keep(new Pair(List.of(), null, life));
      }
    }
  }

  private void compare(Life was, Life would) {
    List<String> differs = would.opened().differsFrom(was.opened());
    if (differs.isEmpty()) {
      same++;
    } else {
      otherwise++;
      differs.forEach(field -> byField.merge(field, 1L, Long::sum));
      keep(new Pair(differs, was, would));
    }
  }

  private void keep(Pair pair) {
    if (pairs.size() < most) {
      pairs.add(pair);
    }
  }

  long same() {
    return same;
  }

  long otherwise() {
    return otherwise;
  }

  long onlyThen() {
    return onlyThen;
  }

  long onlyOtherwise() {
    return onlyOtherwise;
  }

  /** Of those that are opened by both, by what differs. */
  Map<String, Long> byField() {
    return byField;
  }

  List<Pair> pairs() {
    return pairs;
  }

  long leftOut() {
    return otherwise + onlyThen + onlyOtherwise - pairs.size();
  }
}
