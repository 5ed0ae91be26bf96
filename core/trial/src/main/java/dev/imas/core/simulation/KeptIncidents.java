package dev.imas.core.simulation;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.rule.ReopenWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of a replay that are open or may be reopened, in memory, and of each group the one
 * that its alerts join or reopen. One thread at a time.
 */
final class KeptIncidents {

  private record Ended(UUID incident, Instant forgottenAt) {}

  private final Duration reopenWindow;
  private final Map<UUID, ReopenWindow> own = new HashMap<>();
  private final Map<UUID, Incident> incidents = new HashMap<>();
  private final Map<String, UUID> byGroup = new HashMap<>();
  private final PriorityQueue<Ended> ended =
      new PriorityQueue<>(Comparator.comparing(Ended::forgottenAt));

  KeptIncidents(Duration reopenWindow) {
    this.reopenWindow = reopenWindow;
  }

  @Nullable Incident find(@Nullable UUID id) {
    return id == null ? null : incidents.get(id);
  }

  /** The one that is open, or else the last that ended. */
  @Nullable Incident ofGroup(String group) {
    return find(byGroup.get(group));
  }

  /** From now on it is reopened as its rule or its service says. */
  void reopens(UUID incident, ReopenWindow said) {
    own.put(incident, said);
  }

  /** What a rule or a service says of some of these. */
  Map<UUID, ReopenWindow> reopening(Collection<UUID> among) {
    Map<UUID, ReopenWindow> said = new HashMap<>();
    for (UUID incident : among) {
      ReopenWindow window = own.get(incident);
      if (window != null) {
        said.put(incident, window);
      }
    }
    return said;
  }

  private Duration reopenWindow(UUID incident) {
    ReopenWindow window = own.get(incident);
    return window == null ? reopenWindow : window.length();
  }

  int size() {
    return incidents.size();
  }

  /** As it is now. */
  void keep(Incident incident) {
    incidents.put(incident.id(), incident);
    String group = incident.groupKey();
    UUID known = group == null ? null : byGroup.get(group);
    if (group != null
        && (known == null || incident.status().isOpen() || isOlder(known, incident))) {
      byGroup.put(group, incident.id());
    }
    Instant end = incident.clocks().resolvedAt();
    if (!incident.status().isOpen() && end != null) {
      ended.add(new Ended(incident.id(), end.plus(reopenWindow(incident.id()))));
    }
  }

  /** Whether the group's known incident ended before this one. */
  private boolean isOlder(UUID known, Incident than) {
    Incident other = incidents.get(known);
    if (other == null || other.id().equals(than.id())) {
      return true;
    }
    Instant end = other.clocks().resolvedAt();
    Instant ownEnd = than.clocks().resolvedAt();
    return !other.status().isOpen() && end != null && ownEnd != null && end.isBefore(ownEnd);
  }

  /**
   * Forgets those that nobody reopens any more.
   *
   * @param forgotten is told of each
   */
  void forget(Instant now, Consumer<UUID> forgotten) {
    while (!ended.isEmpty() && !ended.element().forgottenAt().isAfter(now)) {
      Incident incident = incidents.get(ended.remove().incident());
      if (incident != null && mayGo(incident, now)) {
        incidents.remove(incident.id());
        own.remove(incident.id());
        forgotten.accept(incident.id());
        String group = incident.groupKey();
        if (group != null && incident.id().equals(byGroup.get(group))) {
          byGroup.remove(group);
        }
      }
    }
  }

  /** It is over, nobody reopens it, and no alert of it fires. */
  private boolean mayGo(Incident incident, Instant now) {
    Instant end = incident.clocks().resolvedAt();
    return incident.status() == IncidentStatus.RESOLVED
        && end != null
        && !end.plus(reopenWindow(incident.id())).isAfter(now)
        && incident.counts().firing() == 0;
  }
}
