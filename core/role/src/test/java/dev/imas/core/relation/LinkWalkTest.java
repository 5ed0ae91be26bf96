package dev.imas.core.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.relation.LinkWalk.Pair;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A way back by links is found, and the search ends. */
class LinkWalkTest {

  private static UUID incident(int number) {
    return new UUID(1, number);
  }

  private static LinkWalk walk(int start, int goal, int most, Pair... links) {
    LinkWalk walk = new LinkWalk(incident(start), incident(goal), most);
    while (!walk.frontier().isEmpty()) {
      List<UUID> frontier = walk.frontier();
      walk.step(List.of(links).stream().filter(link -> frontier.contains(link.from())).toList());
    }
    return walk;
  }

  private static Pair pair(int from, int to) {
    return new Pair(incident(from), incident(to));
  }

  @Test
  void shortestWayIsFound() {
    assertThat(walk(1, 4, 100, pair(1, 2), pair(2, 3), pair(3, 4), pair(1, 3)).path())
        .contains(List.of(incident(1), incident(3), incident(4)));
  }

  @Test
  void noWayIsNoPath() {
    assertThat(walk(1, 4, 100, pair(1, 2), pair(2, 1), pair(4, 1)).path()).isEmpty();
  }

  @Test
  void searchIsGivenUpAtTheBound() {
    Pair[] star = new Pair[30];
    for (int i = 0; i < star.length; i++) {
      star[i] = pair(1, i + 2);
    }

    assertThat(walk(1, 99, 29, star).isTooLarge()).isTrue();
    assertThat(walk(1, 99, 30, star).isTooLarge()).isFalse();
  }
}
