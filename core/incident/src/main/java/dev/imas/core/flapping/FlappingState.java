package dev.imas.core.flapping;

import java.util.Map;
import java.util.UUID;

/**
 * What is known of incidents that have come back or are about to end.
 *
 * @param incidents by id; those that never came back are left out
 */
public record FlappingState(FlappingPolicy policy, Map<UUID, Flapping> incidents) {

  /** Nothing flaps. Most plans do not depend on it, and load nothing. */
  public static final FlappingState OFF = new FlappingState(FlappingPolicy.OFF, Map.of());

  public FlappingState {
    incidents = Map.copyOf(incidents);
  }

  public Flapping of(UUID incident) {
    return incidents.getOrDefault(incident, Flapping.NONE);
  }
}
