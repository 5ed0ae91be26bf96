package dev.imas.core.simulation;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.Routing;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SuppressionTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Counts the episodes that silences would have hidden, as the simulated rules route them. One
 * thread at a time.
 */
final class Silenced {

  /** Of whose repeats are asked, at about 200 bytes each. */
  static final int MOST_ALERTS = 50_000;

  /** An alert, and the silence that hid it. */
  record Hidden(UUID silence, UUID fingerprint, Instant from, Instant to) {}

  /**
   * @param alerts episodes that began while it hid them
   */
  record Counted(Silence silence, long alerts) {}

  private final SuppressionTable table;
  private final Map<UUID, Counted> counted = new LinkedHashMap<>();
  private final Set<Hidden> hidden = new LinkedHashSet<>();
  private boolean isPartial;

  /**
   * @param table of all silences of that time
   */
  Silenced(SuppressionTable table) {
    this.table = table;
  }

  /** An episode begins. */
  void routed(Received received, Routing routing) {
    Labels labels = received.labels();
    if (labels == null || table.isEmpty()) {
      return;
    }
    Instant at = received.transition().receivedAt();
    for (Silence silence : table.silencing(labels, routing.serviceId(), routing.severity(), at)) {
      counted.merge(
          silence.id(), new Counted(silence, 1), (a, b) -> new Counted(silence, a.alerts() + 1));
      Hidden alert =
          new Hidden(
              silence.id(),
              received.transition().fingerprint(),
              silence.startsAt(),
              silence.endsAt());
      if (hidden.size() < MOST_ALERTS) {
        hidden.add(alert);
      } else {
        isPartial |= !hidden.contains(alert);
      }
    }
  }

  /** Those that hid something, each once, and the one that hid most first. */
  List<Counted> counted() {
    List<Counted> all = new ArrayList<>(counted.values());
    all.sort((a, b) -> Long.compare(b.alerts(), a.alerts()));
    return all;
  }

  List<Hidden> hidden() {
    return List.copyOf(hidden);
  }

  /** Whether there were more alerts than of whose repeats is asked. */
  boolean isPartial() {
    return isPartial;
  }
}
