package dev.imas.core.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.impact.ImpactWalk.Direction;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The way along dependencies is the shortest, ends, and is bounded. */
class ImpactWalkTest {

  private static UUID service(int number) {
    return new UUID(1, number);
  }

  private static Edge edge(int from, int to) {
    return new Edge(service(from), service(to));
  }

  private static ImpactWalk walk(Direction direction, int start, int most, List<Edge> all) {
    ImpactWalk walk = new ImpactWalk(direction, service(start), most);
    while (!walk.frontier().isEmpty()) {
      List<UUID> frontier = walk.frontier();
      walk.step(
          all.stream()
              .filter(
                  edge ->
                      frontier.contains(
                          direction == Direction.UPSTREAM ? edge.service() : edge.upstream()))
              .toList(),
          true);
    }
    return walk;
  }

  /** 1 needs 2 and 3, both need 4, and 1 needs 4 by itself; 0 needs 1. */
  private static final List<Edge> DIAMOND =
      List.of(edge(0, 1), edge(1, 2), edge(1, 3), edge(2, 4), edge(3, 4), edge(4, 5));

  @Test
  void upstreamIsReachedByTheShortestWay() {
    ImpactWalk walk = walk(Direction.UPSTREAM, 1, 200, DIAMOND);

    assertThat(walk.reached()).containsExactly(service(2), service(3), service(4), service(5));
    assertThat(walk.path(service(5)))
        .containsExactly(service(1), service(2), service(4), service(5));
    assertThat(walk.isCut()).isFalse();
  }

  @Test
  void pathOfWhatSuffersLeadsToTheService() {
    ImpactWalk walk = walk(Direction.DOWNSTREAM, 4, 200, DIAMOND);

    assertThat(walk.reached()).containsExactly(service(2), service(3), service(1), service(0));
    assertThat(walk.path(service(0)))
        .containsExactly(service(0), service(1), service(2), service(4));
  }

  @Test
  void whatIsBeyondTheBoundIsSaid() {
    ImpactWalk walk = walk(Direction.DOWNSTREAM, 5, 2, DIAMOND);

    assertThat(walk.reached()).containsExactly(service(4), service(2));
    assertThat(walk.isCut()).isTrue();
    assertThat(walk(Direction.DOWNSTREAM, 5, 5, DIAMOND).isCut()).isFalse();
  }
}
