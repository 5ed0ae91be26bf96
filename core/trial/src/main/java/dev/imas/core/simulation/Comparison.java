package dev.imas.core.simulation;

import dev.imas.core.simulation.EpisodeDifference.Decided;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts how episodes were decided, and how they would be, and keeps the first differences. */
final class Comparison {

  private final int most;
  private final List<EpisodeDifference> differences = new ArrayList<>();
  private final Map<String, Long> byField = new LinkedHashMap<>();
  private long same;
  private long otherwise;
  private long withoutLabels;

  /**
   * @param most how many differences are kept
   */
  Comparison(int most) {
    this.most = most;
    EpisodeDifference.FIELDS.forEach(field -> byField.put(field, 0L));
  }

  void compare(Received received, Decided was, Decided would) {
    List<String> differs = would.differsFrom(was);
    if (differs.isEmpty()) {
      same++;
      return;
    }
    otherwise++;
    differs.forEach(field -> byField.merge(field, 1L, Long::sum));
    if (differences.size() < most) {
      differences.add(
          new EpisodeDifference(
              received.transition().fingerprint(),
              received.name(),
              received.transition().seq(),
              received.transition().receivedAt(),
              differs,
              was,
              would));
    }
  }

  /** An episode of an alert that is not kept any more: nobody can say how it would be routed. */
  void withoutLabels() {
    withoutLabels++;
  }

  long same() {
    return same;
  }

  long otherwise() {
    return otherwise;
  }

  long unknown() {
    return withoutLabels;
  }

  /** By what differs; one episode may differ in several ways. */
  Map<String, Long> byField() {
    return byField;
  }

  /** The first of them, in the order in which they were received. */
  List<EpisodeDifference> differences() {
    return differences;
  }
}
