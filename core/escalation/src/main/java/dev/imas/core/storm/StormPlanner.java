package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.NewIncident;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Step;
import dev.imas.core.model.Severity;
import dev.imas.core.storm.StormPlan.Begun;
import dev.imas.core.storm.StormPlan.Held;
import dev.imas.core.storm.StormState.Recent;
import dev.imas.core.storm.StormState.Scope;
import dev.imas.core.storm.StormState.Storm;
import dev.imas.core.storm.StormState.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
  private final Map<Scope, Recent> recent;
  private final Map<Scope, Storm> running;
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
    boolean isTest = change.after().isTest();
    changes.add(isTest ? change : change.isNew() ? opened(change) : changed(change));
  }

  private IncidentChange opened(IncidentChange change) {
    Team team = state.teams().get(change.after().serviceId());
    Scope scope = state.scopes().get(change.after().id());
    if (!state.policy().isActive()
        || team == null
        || scope == null
        || change.after().origin() != Incident.Origin.ALERT) {
      return change;
    }
    Severity severity = change.after().severity();
    Storm storm = running.get(scope);
    if (storm == null) {
      Recent before = recent.getOrDefault(scope, Recent.NOTHING);
      recent.put(scope, before.with(severity));
      if (before.opened() < state.policy().threshold()) {
        return change;
      }
      storm = begin(team, scope, change, before.with(severity));
    } else if (severity.isMoreSevereThan(storm.loudest())) {
      running.put(scope, louder(storm, severity));
      return change;
    }
    return hold(change, storm);
  }

  private Storm begin(Team team, Scope scope, IncidentChange opened, Recent all) {
    Incident first = opened.after();
    Severity loudest = StormState.moreSevere(all.loudest(), first.severity());
    Incident umbrella =
        open(
            new NewIncident(
                ids.incident(),
                ids.shortId(),
                StormWords.title(
                    team.name(), state.policy().threshold(), state.names().get(scope.policy())),
                StormWords.description(state.policy()),
                first.serviceId(),
                first.severity(),
                Incident.Origin.STORM,
                null,
                true,
                Incident.SYSTEM,
                now,
                null),
            opened.openedBy());
    Storm storm = new Storm(umbrella.id(), umbrella.shortId(), umbrella.severity(), loudest);
    begun.put(umbrella.id(), new Begun(umbrella.id(), scope, state.policy().threshold(), loudest));
    running.put(scope, storm);
    return storm;
  }

  /** The people of its first child are called to it, and those whom that concerns are told. */
  private Incident open(NewIncident opening, @Nullable OpeningAlert first) {
    Step opened =
        Incident.open(
            opening, StormWords.begins(state.policy()), Map.of(StormWords.FACT, true), now);
    umbrellas.add(new IncidentChange(null, opened.incident(), List.of(opened), Set.of(), first));
    return opened.incident();
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

  private Storm louder(Storm storm, Severity severity) {
    Storm after = storm.louder(severity);
    Begun fresh = begun.get(storm.umbrella());
    if (fresh == null) {
      louder.merge(storm.umbrella(), severity, StormState::moreSevere);
    } else {
      begun.put(
          storm.umbrella(),
          new Begun(fresh.umbrella(), fresh.scope(), fresh.threshold(), severity));
    }
    return after;
  }

  private IncidentChange changed(IncidentChange change) {
    Storm storm = state.holding().get(change.after().id());
    if (storm == null || !calls(change)) {
      return change;
    }
    if (storm.isOver()) {
      outgrown.add(change.after().id());
      return change; // what fires after the storm is no part of it
    }
    Severity severity = change.after().severity();
    Severity loudest = louder.getOrDefault(storm.umbrella(), storm.loudest());
    if (severity.isMoreSevereThan(loudest)) {
      louder(storm, severity);
      running.replaceAll(
          (scope, known) ->
              known.umbrella().equals(storm.umbrella()) ? known.louder(severity) : known);
      outgrown.add(change.after().id());
      return change;
    }
    rise(storm, severity);
    return change.uncalled();
  }

  /** Whether people would be called by it. */
  static boolean calls(IncidentChange change) {
    return change.steps().stream()
        .map(Step::event)
        .anyMatch(event -> event != null && event.calls());
  }
}
