package dev.imas.core.simulation;

import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The firing sources and targets of inhibit rules in a replay, in memory. One thread at a time.
 *
 * <p>So it takes the place of {@code inhibition_member}.
 */
final class Places {

  /**
   * @param both the sources that are targets, too
   */
  private record Members(Set<UUID> pure, Set<UUID> both, Set<UUID> targets) {
    Members() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    boolean isEmpty() {
      return pure.isEmpty() && both.isEmpty() && targets.isEmpty();
    }
  }

  private final Map<Place, Members> members = new HashMap<>();

  void add(UUID alert, List<Side> sides) {
    for (Side side : sides) {
      Members of = members.computeIfAbsent(side.place(), place -> new Members());
      if (side.isSource()) {
        (side.isBoth() ? of.both() : of.pure()).add(alert);
      }
      if (side.isTarget()) {
        of.targets().add(alert);
      }
    }
  }

  /**
   * @param sides as they were added
   */
  void remove(UUID alert, List<Side> sides) {
    for (Side side : sides) {
      Members of = members.get(side.place());
      if (of != null) {
        of.pure().remove(alert);
        of.both().remove(alert);
        of.targets().remove(alert);
        if (of.isEmpty()) {
          members.remove(side.place());
        }
      }
    }
  }

  /** Where these alerts are sources now. */
  static Map<Place, Sources> sources(Map<UUID, List<Side>> of) {
    Map<Place, Sources> sources = new HashMap<>();
    of.forEach(
        (alert, sides) ->
            sides.stream()
                .filter(Side::isSource)
                .forEach(
                    side ->
                        sources.merge(
                            side.place(), Sources.NONE.with(alert, side.isBoth()), Sources::or)));
    return sources;
  }

  /** The sources of these places among all alerts but these. */
  Map<Place, Sources> others(Collection<Place> places, Set<UUID> alerts) {
    Map<Place, Sources> others = new HashMap<>();
    for (Place place : places) {
      Members of = members.get(place);
      if (of != null) {
        UUID pure = firstBut(of.pure(), alerts);
        UUID both = pure == null ? firstBut(of.both(), alerts) : null;
        if (pure != null) {
          others.put(place, Sources.NONE.with(pure, false));
        } else if (both != null) {
          others.put(place, Sources.NONE.with(both, true));
        }
      }
    }
    return others;
  }

  private static @Nullable UUID firstBut(Set<UUID> all, Set<UUID> without) {
    for (UUID one : all) {
      if (!without.contains(one)) {
        return one;
      }
    }
    return null;
  }

  /** The targets of these places. */
  Set<UUID> targets(Collection<Place> places) {
    Set<UUID> targets = new HashSet<>();
    for (Place place : places) {
      Members of = members.get(place);
      if (of != null) {
        targets.addAll(of.targets());
      }
    }
    return targets;
  }
}
