package dev.imas.core.relation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks whether links lead from one incident to another, step by step and no further than a bound.
 * Pure: whoever walks reads the next links.
 */
final class LinkWalk {

  private final UUID start;
  private final UUID goal;
  private final int most;
  private final Map<UUID, UUID> cameFrom = new LinkedHashMap<>();
  private List<UUID> frontier;
  private boolean isTooLarge;

  /**
   * @param most how many incidents are passed before it is given up
   */
  LinkWalk(UUID start, UUID goal, int most) {
    this.start = start;
    this.goal = goal;
    this.most = most;
    this.frontier = start.equals(goal) ? List.of() : List.of(start);
  }

  /** A link from one incident to another. */
  record Pair(UUID from, UUID to) {}

  /** The incidents whose links are to be read next; empty at the end. */
  List<UUID> frontier() {
    return frontier;
  }

  /**
   * @param links those of the frontier
   */
  void step(List<Pair> links) {
    List<UUID> reached = new ArrayList<>();
    for (Pair link : links) {
      if (link.to.equals(start) || cameFrom.containsKey(link.to)) {
        continue;
      }
      if (cameFrom.size() >= most) {
        isTooLarge = true;
        break;
      }
      cameFrom.put(link.to, link.from);
      reached.add(link.to);
    }
    frontier = isTooLarge || cameFrom.containsKey(goal) ? List.of() : List.copyOf(reached);
  }

  /** Whether it was given up. */
  boolean isTooLarge() {
    return isTooLarge && !cameFrom.containsKey(goal);
  }

  /** From the start to the goal; empty if no links lead there. */
  Optional<List<UUID>> path() {
    if (start.equals(goal)) {
      return Optional.of(List.of(start));
    }
    if (!cameFrom.containsKey(goal)) {
      return Optional.empty();
    }
    List<UUID> path = new ArrayList<>();
    for (UUID at = goal; at != null; at = cameFrom.get(at)) {
      path.add(at);
    }
    return Optional.of(path.reversed());
  }
}
