package dev.imas.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.catalog.ServiceGraph.Flaw;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Dependencies of services have no cycle, and are not too deep. */
class ServiceGraphTest {

  private static UUID service(int number) {
    return new UUID(1, number);
  }

  private static Edge edge(int from, int to) {
    return new Edge(service(from), service(to));
  }

  private static Optional<Flaw> flaw(Set<UUID> changed, Edge... edges) {
    return ServiceGraph.of(List.of(edges)).flaw(changed);
  }

  @Test
  void diamondIsNoCycle() {
    assertThat(flaw(Set.of(service(1)), edge(1, 2), edge(1, 3), edge(2, 4), edge(3, 4))).isEmpty();
  }

  @Test
  void cycleIsToldFromTheServiceThatChanged() {
    assertThat(flaw(Set.of(service(3)), edge(1, 2), edge(2, 3), edge(3, 1), edge(3, 9), edge(8, 1)))
        .contains(new Flaw.Cycle(List.of(service(3), service(1), service(2), service(3))));
  }

  @Test
  void twentyDependenciesFollowEachOtherAndNotMore() {
    List<Edge> chain = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chain.add(edge(i, i + 1));
    }
    assertThat(ServiceGraph.of(chain).flaw(Set.of(service(0)))).isEmpty();
    chain.add(edge(20, 21));
    assertThat(ServiceGraph.of(chain).flaw(Set.of(service(20))))
        .hasValueSatisfying(
            flaw -> {
              assertThat(flaw).isInstanceOf(Flaw.TooDeep.class);
              assertThat(flaw.path()).hasSize(22).startsWith(service(0)).endsWith(service(21));
            });
  }

  /** Against the plain search for a way back. */
  @Test
  void cyclesOfRandomGraphsAreFound() {
    Random random = new Random(17);
    int cycles = 0;
    for (int round = 0; round < 500; round++) {
      Set<Edge> edges = new HashSet<>();
      Set<UUID> changed = new HashSet<>();
      int services = 2 + random.nextInt(8);
      for (int i = 0; i < random.nextInt(14); i++) {
        Edge edge = edge(random.nextInt(services), random.nextInt(services));
        if (!edge.service().equals(edge.upstream())) {
          edges.add(edge);
          changed.add(edge.service());
        }
      }
      Optional<Flaw> flaw = ServiceGraph.of(edges).flaw(changed);
      boolean hasCycle =
          edges.stream().anyMatch(edge -> reaches(edges, edge.upstream(), edge.service()));
      assertThat(flaw.isPresent()).isEqualTo(hasCycle);
      if (flaw.isPresent()) {
        cycles++;
        List<UUID> path = flaw.get().path();
        assertThat(path.getFirst()).isEqualTo(path.getLast());
        for (int i = 1; i < path.size(); i++) {
          assertThat(edges).contains(new Edge(path.get(i - 1), path.get(i)));
        }
      }
    }
    assertThat(cycles).isBetween(50, 450);
  }

  private static boolean reaches(Set<Edge> edges, UUID from, UUID to) {
    Set<UUID> seen = new HashSet<>(Set.of(from));
    while (true) {
      int before = seen.size();
      edges.stream()
          .filter(e -> seen.contains(e.service()))
          .toList()
          .forEach(e -> seen.add(e.upstream()));
      if (seen.size() == before) {
        return seen.contains(to);
      }
    }
  }
}
