package dev.imas.core.simulation;

import java.util.List;

/** A rule of a stored version, by its place. */
record RuleKey(int version, int rule) {

  /** The rules that decided then. */
  static List<RuleKey> of(List<EpisodeDifference> differences) {
    return differences.stream()
        .map(difference -> new RuleKey(difference.was().version(), difference.was().rule()))
        .filter(key -> key.version() > 0 && key.rule() >= 0)
        .distinct()
        .toList();
  }
}
