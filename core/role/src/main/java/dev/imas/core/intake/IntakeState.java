package dev.imas.core.intake;

import dev.imas.core.incident.Incident;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that a plan is made from, words apart.
 *
 * @param transitions in any order, repeats allowed, those applied already included
 * @param progress by fingerprint; absent: nothing applied yet
 * @param incidents those of the progress entries, and for each group key the open one, or, where
 *     there is none, the last resolved one
 * @param members which alerts belong already to which of these incidents; those that their progress
 *     tells of may be left out
 * @param room for new incidents
 */
public record IntakeState(
    List<Transition> transitions,
    Map<UUID, Progress> progress,
    List<Incident> incidents,
    Set<Link> members,
    Room room) {

  /** With room for all. */
  public IntakeState(
      List<Transition> transitions,
      Map<UUID, Progress> progress,
      List<Incident> incidents,
      Set<Link> members) {
    this(transitions, progress, incidents, members, Room.ENDLESS);
  }

  public IntakeState {
    transitions = List.copyOf(transitions);
    incidents = List.copyOf(incidents);
    members = Set.copyOf(members);
  }

  IntakeState within(Room bounded) {
    return new IntakeState(transitions, progress, incidents, members, bounded);
  }

  /** With what was loaded besides. */
  IntakeState with(List<Incident> more, Set<Link> theirMembers) {
    Map<UUID, Incident> all = new LinkedHashMap<>();
    incidents.forEach(incident -> all.put(incident.id(), incident));
    more.forEach(incident -> all.putIfAbsent(incident.id(), incident));
    Set<Link> links = new HashSet<>(members);
    links.addAll(theirMembers);
    return new IntakeState(transitions, progress, List.copyOf(all.values()), links, room);
  }

  Progress progressOf(UUID fingerprint) {
    Progress known = progress.get(fingerprint);
    return known != null ? known : Progress.none(fingerprint);
  }
}
