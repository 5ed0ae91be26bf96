package dev.imas.core.impact;

import dev.imas.core.catalog.ServiceGraph.Edge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Goes from one service along dependencies, step by step, in one direction. Each service is reached
 * by one of the shortest ways. Pure: whoever walks reads the next dependencies.
 */
final class ImpactWalk {

  /** Where dependencies lead. */
  enum Direction {
    /** To what a service needs. */
    UPSTREAM,
    /** To what needs a service. */
    DOWNSTREAM
  }

  private final Direction direction;
  private final UUID start;
  private final int most;
  private final SequencedMap<UUID, UUID> cameFrom = new LinkedHashMap<>();
  private List<UUID> frontier;
  private boolean isCut;

  /**
   * @param most how many services are reached; the others are cut
   */
  ImpactWalk(Direction direction, UUID start, int most) {
    this.direction = direction;
    this.start = start;
    this.most = most;
    this.frontier = List.of(start);
  }

  /** The services whose dependencies are to be read next; empty at the end. */
  List<UUID> frontier() {
    return frontier;
  }

  /**
   * @param edges the dependencies of the frontier, in this direction
   * @param isComplete whether these are all
   */
  void step(List<Edge> edges, boolean isComplete) {
    List<UUID> reached = new ArrayList<>();
    isCut |= !isComplete;
    for (Edge edge : edges) {
      UUID from = direction == Direction.UPSTREAM ? edge.service() : edge.upstream();
      UUID to = direction == Direction.UPSTREAM ? edge.upstream() : edge.service();
      if (to.equals(start) || cameFrom.containsKey(to)) {
        continue;
      }
      if (cameFrom.size() >= most) {
        isCut = true;
        continue;
      }
      cameFrom.put(to, from);
      reached.add(to);
    }
    frontier = isCut ? List.of() : List.copyOf(reached);
  }

  /** What was reached, the nearest first. */
  List<UUID> reached() {
    return List.copyOf(cameFrom.keySet());
  }

  /** Whether there is more than was reached. */
  boolean isCut() {
    return isCut;
  }

  /** Why a service was reached: services of which each depends on the next. */
  List<UUID> path(UUID service) {
    List<UUID> path = new ArrayList<>(List.of(service));
    while (!path.getLast().equals(start)) {
      path.add(Objects.requireNonNull(cameFrom.get(path.getLast()), "was not reached"));
    }
    return direction == Direction.UPSTREAM ? path.reversed() : path;
  }
}
