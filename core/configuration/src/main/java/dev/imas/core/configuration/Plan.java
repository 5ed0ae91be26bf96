package dev.imas.core.configuration;

import dev.imas.core.document.Names;
import dev.imas.core.user.Successor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an apply does.
 *
 * @param changes in the order in which they are written
 * @param unchanged the number of documents that say what is there
 * @param left what the set kept and has no document for, and is not pruned
 * @param names as they are once it is applied
 * @param successors who takes the places of users who are deleted
 * @param faults by their pointers; nothing is written if there are any
 */
record Plan(
    Planner.Options options,
    List<PlannedChange> changes,
    int unchanged,
    List<Managed> left,
    Names names,
    Map<UUID, Successor> successors,
    Map<String, List<String>> faults) {

  private static final List<String> ACTIONS =
      List.of("create", "update", "take_over", "delete", "release");

  Plan {
    changes = List.copyOf(changes);
    left = List.copyOf(left);
    successors = Map.copyOf(successors);
    faults = new LinkedHashMap<>(faults);
  }

  /** How many changes of each action there are, and how many documents need none. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String action : ACTIONS) {
      counts.put(action, 0);
    }
    changes.forEach(change -> counts.merge(change.action(), 1, Integer::sum));
    counts.put("unchanged", unchanged);
    return counts;
  }
}
