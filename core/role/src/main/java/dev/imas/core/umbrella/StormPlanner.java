package dev.imas.core.umbrella;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.Severity;
import dev.imas.core.umbrella.StormPlan.Begun;
import dev.imas.core.umbrella.StormPlan.Held;
import dev.imas.core.umbrella.StormState.Recent;
import dev.imas.core.umbrella.StormState.Storm;
import dev.imas.core.umbrella.StormState.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Decides which of the incidents that alerts open or change are told, and which a storm holds.
 * Pure. It changes who is told and nothing else: which incidents there are, and which alerts fire
 * in them, is the intake's plan.
 */
final class StormPlanner {

  /** Ids of umbrellas. */
  interface Ids {
    UUID incident();

    String shortId();
  }

  private final StormState state;
  private final Ids ids;
  private final Instant now;
  private final Map<UUID, Recent> recent;
  private final Map<UUID, Storm> running;
  private final List<IncidentChange> changes = new ArrayList<>();
  private final List<IncidentChange> umbrellas = new ArrayList<>();
  private final Map<UUID, Begun> begun = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private final Map<UUID, Severity> louder = new HashMap<>();
  private final List<UUID> outgrown = new ArrayList<>();
  private final Set<UUID> rising = new HashSet<>();

  private StormPlanner(StormState state, Ids ids, Instant now) {
    this.state = state;
    this.ids = ids;
    this.now = now;
    this.recent = new HashMap<>(state.recent());
    this.running = new HashMap<>(state.running());
  }

  /**
   * @param changes of alerts; severe ones come first, so that of one moment's storm people are told
   *     the worst
   */
  static StormPlan plan(List<IncidentChange> changes, StormState state, Ids ids, Instant now) {
    StormPlanner planner = new StormPlanner(state, ids, now);
    changes.forEach(planner::take);
    planner.changes.addAll(planner.umbrellas);
    return new StormPlan(
        planner.changes,
        List.copyOf(planner.begun.values()),
        planner.held,
        planner.louder,
        planner.outgrown,
        planner.rising);
  }

  private void take(IncidentChange change) {
    changes.add(change.isNew() ? opened(change) : changed(change));
  }

  private IncidentChange opened(IncidentChange change) {
    Team team = state.teams().get(change.after().serviceId());
    if (!state.policy().isActive()
        || team == null
        || change.after().origin() != Incident.Origin.ALERT) {
      return change;
    }
    Severity severity = change.after().severity();
    Storm storm = running.get(team.id());
    if (storm == null) {
      Recent before = recent.getOrDefault(team.id(), Recent.NOTHING);
      recent.put(team.id(), before.with(severity));
      if (before.opened() < state.policy().threshold()) {
        return change;
      }
      storm = begin(team, change.after(), before.with(severity));
    } else if (severity.isMoreSevereThan(storm.loudest())) {
      told(team, storm, severity);
      return change;
    }
    return hold(change, storm);
  }

  private Storm begin(Team team, Incident first, Recent all) {
    Severity loudest = StormState.moreSevere(all.loudest(), first.severity());
    Incident umbrella =
        open(
            new Incident.Opening(
                ids.incident(),
                ids.shortId(),
                StormWords.title(team.name(), state.policy().threshold()),
                StormWords.description(state.policy()),
                first.serviceId(),
                first.severity(),
                Incident.Origin.STORM,
                null,
                true,
                Incident.SYSTEM,
                now,
                null));
    Storm storm = new Storm(umbrella.id(), umbrella.shortId(), umbrella.severity(), loudest);
    begun.put(
        umbrella.id(), new Begun(umbrella.id(), team.id(), state.policy().threshold(), loudest));
    running.put(team.id(), storm);
    return storm;
  }

  private Incident open(Incident.Opening opening) {
    IncidentChange umbrella =
        IncidentChange.opening(
            Incident.open(
                opening, StormWords.begins(state.policy()), Map.of(StormWords.FACT, true), now));
    umbrellas.add(umbrella);
    return umbrella.after();
  }

  private IncidentChange hold(IncidentChange change, Storm storm) {
    held.add(new Held(change.after().id(), storm.umbrella()));
    rise(storm, change.after().severity());
    return change.held(StormWords.held(storm.shortId()), Map.of(StormWords.FACT, storm.shortId()));
  }

  /** What is known of an open umbrella may be old; whoever looks at it then decides. */
  private void rise(Storm storm, Severity severity) {
    if (severity.isMoreSevereThan(storm.severity())) {
      rising.add(storm.umbrella());
    }
  }

  private void told(Team team, Storm storm, Severity severity) {
    running.put(team.id(), louder(storm, severity));
  }

  private Storm louder(Storm storm, Severity severity) {
    Storm after = storm.louder(severity);
    Begun now = begun.get(storm.umbrella());
    if (now == null) {
      louder.merge(storm.umbrella(), severity, StormState::moreSevere);
    } else {
      begun.put(storm.umbrella(), new Begun(now.umbrella(), now.team(), now.threshold(), severity));
    }
    return after;
  }

  private IncidentChange changed(IncidentChange change) {
    Storm storm = state.holding().get(change.after().id());
    if (storm == null || !calls(change)) {
      return change;
    }
    Severity severity = change.after().severity();
    Severity loudest = louder.getOrDefault(storm.umbrella(), storm.loudest());
    if (severity.isMoreSevereThan(loudest)) {
      louder(storm, severity);
      running.replaceAll(
          (team, known) ->
              known.umbrella().equals(storm.umbrella()) ? known.louder(severity) : known);
      outgrown.add(change.after().id());
      return change;
    }
    rise(storm, severity);
    return change.uncalled();
  }

  /** Whether people would be told of it. */
  static boolean calls(IncidentChange change) {
    return change.steps().stream()
        .map(step -> step.event())
        .anyMatch(event -> event != null && calls(event));
  }

  private static boolean calls(IncidentEvent event) {
    return event.calls();
  }
}
