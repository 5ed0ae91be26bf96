package dev.imas.core.webhook;

import dev.imas.core.changeevent.ChangeEvent;
import dev.imas.core.changeevent.ChangeEvent.Concerned;
import dev.imas.core.model.Severity;
import java.util.Set;
import java.util.UUID;

/**
 * Which events one subscription wants. Pure.
 *
 * @param severities empty: all
 * @param teams whose services it is about
 * @param services besides those of the teams; both empty: all
 */
record Subscription(
    UUID id, Set<EventType> events, Set<Severity> severities, Set<UUID> teams, Set<UUID> services) {

  Subscription {
    events = Set.copyOf(events);
    severities = Set.copyOf(severities);
    teams = Set.copyOf(teams);
    services = Set.copyOf(services);
  }

  /**
   * @param team that owns the service
   */
  boolean wants(EventType event, Severity severity, UUID team, UUID service) {
    return events.contains(event)
        && (severities.isEmpty() || severities.contains(severity))
        && ((teams.isEmpty() && services.isEmpty())
            || teams.contains(team)
            || services.contains(service));
  }

  /** Severities are of incidents. What concerns everybody passes every filter. */
  boolean wants(EventType type, ChangeEvent event) {
    return events.contains(type)
        && ((teams.isEmpty() && services.isEmpty())
            || event.concerns().isEmpty()
            || event.concerns().stream().anyMatch(this::concerns));
  }

  private boolean concerns(Concerned one) {
    return (one.team() != null && teams.contains(one.team()))
        || (one.service() != null && services.contains(one.service()));
  }
}
