package dev.imas.core.simulation;

import dev.imas.core.flapping.Flapping;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.flapping.FlappingState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Which incidents of a replay come and go, and until when those that flap are held open, in memory.
 * One thread at a time.
 */
final class Flaps {

  private record Held(UUID incident, Instant until) {}

  private final FlappingPolicy policy;
  private final Map<UUID, Flapping> flapping = new HashMap<>();
  private final Map<UUID, Instant> heldUntil = new HashMap<>();
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  Flaps(FlappingPolicy policy) {
    this.policy = policy;
  }

  FlappingState of(Set<UUID> incidents) {
    Map<UUID, Flapping> known = new HashMap<>();
    for (UUID id : incidents) {
      Flapping of = flapping.get(id);
      if (of != null) {
        known.put(id, of);
      }
    }
    return new FlappingState(policy, known);
  }

  boolean flaps(UUID incident) {
    return flapping.getOrDefault(incident, Flapping.NONE).flaps();
  }

  void take(FlappingChange change, Instant now) {
    UUID incident = change.incident();
    flapping.put(incident, change.after());
    if (change.holdDown() == null) {
      heldUntil.remove(incident);
    } else {
      Instant until = now.plus(change.holdDown());
      heldUntil.put(incident, until);
      held.add(new Held(incident, until));
    }
  }

  /**
   * Ends the flapping of those that have been calm for long enough.
   *
   * @param over is told of each, and when that was
   */
  void through(Instant now, BiConsumer<UUID, Instant> over) {
    while (!held.isEmpty() && !held.getFirst().until().isAfter(now)) {
      Held due = held.removeFirst();
      if (heldUntil.remove(due.incident(), due.until())) {
        flapping.computeIfPresent(due.incident(), (id, known) -> known.over());
        over.accept(due.incident(), due.until());
      }
    }
  }

  void forget(UUID incident) {
    flapping.remove(incident);
  }
}
