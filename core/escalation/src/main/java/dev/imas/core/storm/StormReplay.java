package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.model.Severity;
import dev.imas.core.storm.StormState.Recent;
import dev.imas.core.storm.StormState.Scope;
import dev.imas.core.storm.StormState.Storm;
import dev.imas.core.storm.StormState.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Storms in memory, for replays of what was received: {@link StormPlanner} decides what is held,
 * and {@link StormLook} when a storm ends, as they do for the intake. Nobody releases anything
 * here. One thread at a time.
 *
 * <p>It remembers the storms that are not closed, what they hold, and the last minute.
 */
public final class StormReplay {

  /**
   * Whose storm a new incident may be part of.
   *
   * @param policy the id of the escalation policy that it follows; empty for none
   */
  public record Whose(UUID team, String teamName, String policy, @Nullable String policyName) {
    private Scope scope() {
      return new Scope(team, policy);
    }
  }

  private record Told(Instant at, Severity severity) {}

  /** An umbrella of which nothing is left. */
  public record Over(UUID umbrella, Instant at) {}

  private static final class Running {
    private final Scope scope;
    private final ArrayDeque<Instant> heldAt = new ArrayDeque<>();
    private final Set<UUID> children = new HashSet<>();
    private final Set<UUID> open = new HashSet<>();
    private Storm storm;
    private Instant lookedAt;
    private Instant emptyAt;
    private @Nullable Instant calmSince;
    private boolean isEnded;

    Running(Scope scope, Storm storm, Instant began) {
      this.scope = scope;
      this.storm = storm;
      this.lookedAt = began;
      this.emptyAt = began;
    }
  }

  private final StormPolicy policy;
  private final Map<Scope, ArrayDeque<Told>> told = new HashMap<>();
  private final Map<UUID, Running> storms = new LinkedHashMap<>();
  private final Map<UUID, Running> byChild = new HashMap<>();
  private final List<Over> over = new ArrayList<>();
  private int umbrellas;
  private int held;

  public StormReplay(StormPolicy policy) {
    this.policy = policy;
  }

  /**
   * Decides of which of these changes people are told.
   *
   * @param whose of a new incident; null if its service has no team
   * @param now not before that of the last call
   * @return the same in their order, and then the umbrellas that they open
   */
  public List<IncidentChange> take(
      List<IncidentChange> changes, Function<IncidentChange, @Nullable Whose> whose, Instant now) {
    if (!policy.isActive() || changes.isEmpty()) {
      return changes;
    }
    through(now);
    Map<UUID, Team> teams = new HashMap<>();
    Map<UUID, Scope> scopes = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    Map<UUID, Storm> holding = new HashMap<>();
    for (IncidentChange change : changes) {
      UUID id = change.after().id();
      Running storm = byChild.get(id);
      if (storm != null) {
        holding.put(id, storm.isEnded ? storm.storm.over() : storm.storm);
      }
      Whose of = change.isNew() ? whose.apply(change) : null;
      if (of != null) {
        teams.put(change.after().serviceId(), new Team(of.team(), of.teamName()));
        scopes.put(id, of.scope());
        if (of.policyName() != null) {
          names.put(of.policy(), of.policyName());
        }
      }
    }
    StormPlan plan =
        StormPlanner.plan(
            changes,
            new StormState(policy, teams, scopes, names, recent(scopes), running(), holding),
            ids(),
            now);
    keep(plan, scopes, now);
    return plan.changes();
  }

  private Map<Scope, Recent> recent(Map<UUID, Scope> scopes) {
    Map<Scope, Recent> recent = new HashMap<>();
    for (Scope scope : scopes.values()) {
      Recent sum = Recent.NOTHING;
      for (Told one : told.getOrDefault(scope, new ArrayDeque<>())) {
        sum = sum.with(one.severity());
      }
      recent.put(scope, sum);
    }
    return recent;
  }

  private Map<Scope, Storm> running() {
    Map<Scope, Storm> running = new HashMap<>();
    storms.values().stream()
        .filter(one -> !one.isEnded)
        .forEach(one -> running.put(one.scope, one.storm));
    return running;
  }

  private void keep(StormPlan plan, Map<UUID, Scope> scopes, Instant now) {
    Map<UUID, Incident> opened = new HashMap<>();
    plan.changes().forEach(change -> opened.put(change.after().id(), change.after()));
    for (StormPlan.Begun one : plan.begun()) {
      Incident umbrella = opened.get(one.umbrella());
      if (umbrella != null) {
        umbrellas++;
        Storm storm =
            new Storm(one.umbrella(), umbrella.shortId(), umbrella.severity(), one.loudest());
        storms.put(one.umbrella(), new Running(one.scope(), storm, now));
      }
    }
    for (StormPlan.Held one : plan.held()) {
      Running storm = storms.get(one.umbrella());
      if (storm != null) {
        held++;
        storm.heldAt.add(now);
        storm.children.add(one.incident());
        byChild.put(one.incident(), storm);
      }
    }
    plan.louder()
        .forEach(
            (umbrella, severity) ->
                storms.computeIfPresent(
                    umbrella,
                    (id, storm) -> {
                      storm.storm = storm.storm.louder(severity);
                      return storm;
                    }));
    plan.outgrown().forEach(this::letGo);
    for (IncidentChange change : plan.changes()) {
      UUID id = change.after().id();
      Running storm = byChild.get(id);
      if (storm == null) {
        Scope scope = change.isNew() ? scopes.get(id) : null;
        if (scope != null) {
          told.computeIfAbsent(scope, any -> new ArrayDeque<>())
              .add(new Told(now, change.after().severity()));
        }
      } else if (change.after().status().isOpen()) {
        storm.open.add(id);
      } else {
        storm.open.remove(id);
        storm.emptyAt = now;
      }
    }
  }

  private void letGo(UUID incident) {
    Running storm = byChild.remove(incident);
    if (storm != null) {
      storm.children.remove(incident);
      storm.open.remove(incident);
    }
  }

  /** An incident ended without a change that was taken. */
  public void ended(UUID incident, Instant at) {
    Running storm = byChild.get(incident);
    if (storm != null) {
      storm.open.remove(incident);
      storm.emptyAt = at;
    }
  }

  /** What happens by then without further incidents: storms end, and their umbrellas with them. */
  public void through(Instant now) {
    Instant since = now.minus(StormPolicy.WITHIN);
    told.values()
        .removeIf(
            recent -> {
              while (!recent.isEmpty() && !recent.getFirst().at().isAfter(since)) {
                recent.removeFirst();
              }
              return recent.isEmpty();
            });
    for (Running storm : new ArrayList<>(storms.values())) {
      look(storm, now);
    }
  }

  private void look(Running storm, Instant now) {
    Duration every = StormTimer.EVERY;
    while (!storm.isEnded && !storm.lookedAt.plus(every).isAfter(now)) {
      Instant at = storm.lookedAt.plus(every);
      storm.lookedAt = at;
      while (!storm.heldAt.isEmpty()
          && !storm.heldAt.getFirst().isAfter(at.minus(StormPolicy.WITHIN))) {
        storm.heldAt.removeFirst();
      }
      StormLook.Verdict verdict =
          new StormLook(
                  storm.calmSince,
                  false,
                  storm.heldAt.size(),
                  storm.children.size(),
                  storm.open.size(),
                  null)
              .judge(storm.storm.severity(), policy, at);
      storm.calmSince = verdict.calmSince();
      storm.isEnded = verdict.ends();
    }
    if (storm.isEnded && storm.open.isEmpty()) {
      storms.remove(storm.storm.umbrella());
      Instant at = storm.emptyAt.isAfter(storm.lookedAt) ? storm.emptyAt : storm.lookedAt;
      over.add(new Over(storm.storm.umbrella(), at));
      storm.children.forEach(byChild::remove);
    }
  }

  private StormPlanner.Ids ids() {
    return new StormPlanner.Ids() {
      private int made = umbrellas;

      @Override
      public UUID incident() {
        return new UUID(1, ++made);
      }

      @Override
      public String shortId() {
        return "SIM-U" + made;
      }
    };
  }

  /** The umbrellas that have ended since it was asked last. */
  public List<Over> takeOver() {
    List<Over> taken = List.copyOf(over);
    over.clear();
    return taken;
  }

  /** How many umbrellas it has opened. */
  public int umbrellas() {
    return umbrellas;
  }

  /** How many incidents storms have held. */
  public int held() {
    return held;
  }
}
