package dev.imas.core.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What services depend on: without cycles, and within bounds. Pure. */
public final class ServiceGraph {

  /** Of a tenant. */
  public static final int MOST_EDGES = 10_000;

  /** How many dependencies may lie between a service and the last one that it depends on. */
  public static final int DEEPEST = 20;

  /** A service depends on its upstream. */
  public record Edge(UUID service, UUID upstream) {}

  /** Why dependencies are refused. */
  public sealed interface Flaw {

    /** The services that it is about, each of which depends on the next. */
    List<UUID> path();

    /** The last of the path is the first. */
    record Cycle(List<UUID> path) implements Flaw {

      public Cycle {
        path = List.copyOf(path);
      }
    }

    record TooDeep(List<UUID> path) implements Flaw {

      public TooDeep {
        path = List.copyOf(path);
      }
    }
  }

  private final Map<UUID, List<UUID>> upstream = new LinkedHashMap<>();
  private final Map<UUID, List<UUID>> dependants = new HashMap<>();

  private ServiceGraph() {}

  public static ServiceGraph of(Collection<Edge> edges) {
    ServiceGraph graph = new ServiceGraph();
    for (Edge edge : edges) {
      graph.upstream.computeIfAbsent(edge.service, any -> new ArrayList<>()).add(edge.upstream);
      graph.upstream.computeIfAbsent(edge.upstream, any -> new ArrayList<>());
      graph.dependants.computeIfAbsent(edge.upstream, any -> new ArrayList<>()).add(edge.service);
    }
    return graph;
  }

  /**
   * What is wrong with the graph, if anything is.
   *
   * @param changed the services whose dependencies were written. There was no flaw before, so that
   *     one of them is part of each; a cycle is told from the first that is
   */
  public Optional<Flaw> flaw(Set<UUID> changed) {
    Map<UUID, Integer> waits = new HashMap<>();
    Map<UUID, Integer> depth = new HashMap<>();
    ArrayDeque<UUID> ready = new ArrayDeque<>();
    upstream.forEach(
        (service, on) -> {
          waits.put(service, on.size());
          if (on.isEmpty()) {
            ready.add(service);
          }
        });
    while (!ready.isEmpty()) {
      UUID done = ready.remove();
      waits.remove(done);
      int deep = depth.getOrDefault(done, 0);
      for (UUID dependant : dependants.getOrDefault(done, List.of())) {
        depth.merge(dependant, deep + 1, Math::max);
        if (waits.merge(dependant, -1, Integer::sum) == 0) {
          ready.add(dependant);
        }
      }
    }
    if (!waits.isEmpty()) {
      return Optional.of(new Flaw.Cycle(cycle(waits.keySet(), changed)));
    }
    return depth.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(deepest -> deepest.getValue() > DEEPEST)
        .map(deepest -> new Flaw.TooDeep(descent(deepest.getKey(), depth)));
  }

  /**
   * @param stuck each is on a cycle, or depends on one that is
   */
  private List<UUID> cycle(Set<UUID> stuck, Set<UUID> changed) {
    Set<UUID> walked = new LinkedHashSet<>();
    UUID at = Collections.min(stuck);
    while (walked.add(at)) {
      at =
          upstream.getOrDefault(at, List.of()).stream()
              .filter(stuck::contains)
              .findFirst()
              .orElseThrow();
    }
    List<UUID> all = new ArrayList<>(walked);
    List<UUID> cycle = new ArrayList<>(all.subList(all.indexOf(at), all.size()));
    changed.stream()
        .filter(cycle::contains)
        .findFirst()
        .ifPresent(first -> Collections.rotate(cycle, -cycle.indexOf(first)));
    cycle.add(cycle.getFirst());
    return cycle;
  }

  private List<UUID> descent(UUID from, Map<UUID, Integer> depth) {
    List<UUID> path = new ArrayList<>(List.of(from));
    Comparator<UUID> byDepth = Comparator.comparing(service -> depth.getOrDefault(service, 0));
    while (depth.getOrDefault(path.getLast(), 0) > 0) {
      path.add(Collections.max(upstream.getOrDefault(path.getLast(), List.of()), byDepth));
    }
    return path;
  }
}
