package dev.imas.core.intake;

import dev.imas.core.incident.Incident;
import dev.imas.core.work.Overtaken;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which incident takes the next alert of a group: the open one, or else the last resolved one,
 * which may be reopened. The group of an incident that was merged leads to the target, or to what
 * is open of the target's group where the target has ended.
 */
final class IncidentsByGroup {

  private final Map<String, UUID> open = new HashMap<>();
  private final Map<String, UUID> resolved = new HashMap<>();

  /** The groups that lead to a resolved incident, where there are others than its own. */
  private final Map<UUID, Set<String>> led = new HashMap<>();

  private IncidentsByGroup() {}

  /**
   * @param incidents as they were locked
   * @throws Overtaken if one of them was merged after it was asked where its group leads, so that
   *     its target is not locked
   */
  static IncidentsByGroup of(List<Incident> incidents) {
    IncidentsByGroup groups = new IncidentsByGroup();
    Map<UUID, Incident> byId = new HashMap<>();
    for (Incident incident : incidents) {
      byId.put(incident.id(), incident);
      String group = incident.groupKey();
      if (group != null && incident.status().isOpen()) {
        groups.open.put(group, incident.id());
      } else if (group != null) {
        groups.resolved.merge(group, incident.id(), (one, other) -> later(byId, one, other));
      }
    }
    for (Incident incident : incidents) {
      String group = incident.groupKey();
      UUID target = incident.mergedInto();
      if (group != null && target != null && incident.id().equals(groups.resolved.get(group))) {
        groups.lead(group, byId.get(target));
      }
    }
    return groups;
  }

  private void lead(String group, @Nullable Incident target) {
    if (open.containsKey(group)) {
      return;
    }
    if (target == null) {
      throw new Overtaken();
    }
    String own = target.groupKey();
    UUID instead = own == null ? null : open.get(own);
    if (target.status().isOpen() || instead != null) {
      resolved.remove(group);
      open.put(group, target.status().isOpen() || instead == null ? target.id() : instead);
      return;
    }
    resolved.put(group, target.id());
    Set<String> groups = led.computeIfAbsent(target.id(), id -> new HashSet<>());
    groups.add(group);
    if (own != null && target.id().equals(resolved.get(own))) {
      groups.add(own);
    }
  }

  private static UUID later(Map<UUID, Incident> incidents, UUID one, UUID other) {
    return end(incidents.get(one)).isAfter(end(incidents.get(other))) ? one : other;
  }

  private static Instant end(@Nullable Incident incident) {
    Instant end = incident == null ? null : incident.clocks().resolvedAt();
    return end == null ? Instant.EPOCH : end;
  }

  @Nullable UUID open(String group) {
    return open.get(group);
  }

  @Nullable UUID resolved(String group) {
    return resolved.get(group);
  }

  /** Whichever takes its next alert; null if there is none. */
  @Nullable UUID of(String group) {
    UUID id = open.get(group);
    return id == null ? resolved.get(group) : id;
  }

  void opened(String group, UUID id) {
    open.put(group, id);
  }

  /** It is open again, for every group that led to it. */
  void reopened(String group, UUID id) {
    Set<String> groups = led.remove(id);
    for (String one : groups == null ? Set.of(group) : groups) {
      resolved.remove(one);
      open.put(one, id);
    }
    resolved.remove(group);
    open.put(group, id);
  }
}
