package dev.imas.core.intake;

import dev.imas.core.flapping.FlappingState;
import dev.imas.core.incident.Incident;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.suppression.SuppressionPlan;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Everything that a plan is made from, except words.
 *
 * @param transitions in any order; they may repeat and include applied ones
 * @param progress progress by fingerprint; absent if nothing was applied yet
 * @param incidents the incidents of the progress entries, and for each group key the open one or
 *     else the last resolved one
 * @param members which alerts already belong to which of these incidents; what their progress shows
 *     may be left out
 * @param room how many more incidents may be opened
 * @param hiding which of the alerts are hidden
 * @param beats alerts that are beats of a heartbeat, for which no incident is opened
 * @param reopening the windows of rules and services, by incident; the installation's holds for the
 *     others
 * @param flapping how often incidents came back, as far as the plan depends on it
 */
public record IntakeState(
    List<Transition> transitions,
    Map<UUID, AlertProgress> progress,
    List<Incident> incidents,
    Set<Link> members,
    OpeningAllowance room,
    SuppressionPlan hiding,
    Set<UUID> beats,
    Map<UUID, ReopenWindow> reopening,
    FlappingState flapping) {

  /** A state without a limit of new incidents, and without anything that hides alerts. */
  public IntakeState(
      List<Transition> transitions,
      Map<UUID, AlertProgress> progress,
      List<Incident> incidents,
      Set<Link> members) {
    this(
        transitions,
        progress,
        incidents,
        members,
        OpeningAllowance.ENDLESS,
        SuppressionPlan.NOTHING,
        Set.of(),
        Map.of(),
        FlappingState.OFF);
  }

  public IntakeState {
    transitions = List.copyOf(transitions);
    incidents = List.copyOf(incidents);
    members = Set.copyOf(members);
    beats = Set.copyOf(beats);
    reopening = Map.copyOf(reopening);
  }

  IntakeState withBeats(Set<UUID> found) {
    return new IntakeState(
        transitions, progress, incidents, members, room, hiding, found, reopening, flapping);
  }

  IntakeState within(OpeningAllowance bounded) {
    return new IntakeState(
        transitions, progress, incidents, members, bounded, hiding, beats, reopening, flapping);
  }

  IntakeState hiding(SuppressionPlan decided) {
    return new IntakeState(
        transitions, progress, incidents, members, room, decided, beats, reopening, flapping);
  }

  IntakeState flapping(FlappingState known) {
    return new IntakeState(
        transitions, progress, incidents, members, room, hiding, beats, reopening, known);
  }

  IntakeState reopening(Map<UUID, ReopenWindow> said) {
    return new IntakeState(
        transitions, progress, incidents, members, room, hiding, beats, said, flapping);
  }

  /** The transitions that were not applied yet. */
  Stream<Transition> fresh() {
    return transitions.stream().filter(t -> t.seq() > progressOf(t.fingerprint()).appliedSeq());
  }

  /** Adds what was loaded later. */
  IntakeState with(List<Incident> more, Set<Link> theirMembers) {
    Map<UUID, Incident> all = new LinkedHashMap<>();
    incidents.forEach(incident -> all.put(incident.id(), incident));
    more.forEach(incident -> all.putIfAbsent(incident.id(), incident));
    Set<Link> links = new HashSet<>(members);
    links.addAll(theirMembers);
    return new IntakeState(
        transitions,
        progress,
        List.copyOf(all.values()),
        links,
        room,
        hiding,
        beats,
        reopening,
        flapping);
  }

  AlertProgress progressOf(UUID fingerprint) {
    AlertProgress known = progress.get(fingerprint);
    return known != null ? known : AlertProgress.none(fingerprint);
  }
}
