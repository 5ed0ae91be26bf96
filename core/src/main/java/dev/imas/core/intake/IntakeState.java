package dev.imas.core.intake;

import dev.imas.core.incident.Incident;
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
 */
public record IntakeState(
    List<Transition> transitions,
    Map<UUID, Progress> progress,
    List<Incident> incidents,
    Set<Link> members) {

  public IntakeState {
    transitions = List.copyOf(transitions);
    incidents = List.copyOf(incidents);
    members = Set.copyOf(members);
  }

  Progress progressOf(UUID fingerprint) {
    Progress known = progress.get(fingerprint);
    return known != null ? known : Progress.none(fingerprint);
  }
}
