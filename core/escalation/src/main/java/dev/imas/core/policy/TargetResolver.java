package dev.imas.core.policy;

import dev.imas.core.catalog.Sendability;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.escalation.RoundRobin;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.FactRepository.Rota;
import dev.imas.core.schedule.OnCall;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds whom steps tell at a time. Many steps cost hardly more than one: each team, schedule and
 * person is read once. Only on a virtual thread.
 */
public final class TargetResolver {

  /**
   * A step of an incident.
   *
   * @param team that owns the incident's service
   * @param scopes of the incident; only needed if a target asks for them
   */
  public record Ask(
      UUID team, Severity severity, List<EscalationTarget> targets, Set<UUID> scopes) {
    public Ask {
      targets = List.copyOf(targets);
      scopes = Set.copyOf(scopes);
    }

    /** Of no incident, or of one without impact scopes. */
    public Ask(UUID team, Severity severity, List<EscalationTarget> targets) {
      this(team, severity, targets, Set.of());
    }

    /** Whether whom these tell depends on the scopes that the incident has. */
    public static boolean asksForScopes(List<EscalationTarget> targets) {
      return targets.stream()
          .anyMatch(
              target -> target instanceof EscalationTarget.Scope scope && scope.scope().isEmpty());
    }
  }

  /** What becomes of turns that are taken one after the other. */
  public enum Turns {
    /** They are taken. Whoever takes others waits until the transaction ends. */
    TAKEN,
    /** They stay as they are: for questions. */
    LEFT
  }

  private final FactRepository repository = new FactRepository();
  private final AddressRepository addresses = new AddressRepository();
  private final OnCall onCall = new OnCall();
  private final Sendability sendability;

  /**
   * @param sendability says which channels something can be sent by now
   */
  public TargetResolver(Sendability sendability) {
    this.sendability = sendability;
  }

  /**
   * Takes turns after all else, so call it after whatever else the transaction locks.
   *
   * @return for each step whom it tells, in the same order
   */
  public List<StepReceivers> find(Tx tx, Instant at, List<Ask> asks, Turns turns) {
    Wanted wanted = new Wanted();
    asks.forEach(wanted::add);
    Facts facts = facts(tx, at, wanted, turns);
    Map<UUID, Integer> taken = new HashMap<>();
    return asks.stream()
        .map(
            ask ->
                Targets.find(
                    ask.targets,
                    ask.team,
                    ask.severity,
                    ask.scopes,
                    facts,
                    schedule -> taken.merge(schedule, 1, Integer::sum) - 1))
        .toList();
  }

  /** The impact scopes of an incident, for an {@link Ask}. */
  public Set<UUID> scopesOf(Tx tx, UUID incident) {
    return repository.scopesOf(tx, incident);
  }

  private Facts facts(Tx tx, Instant at, Wanted wanted, Turns turns) {
    Map<UUID, Facts.Scope> scopes =
        wanted.scopes().isEmpty() ? Map.of() : repository.scopes(tx, wanted.scopes());
    wanted.add(scopes);
    // What does not depend on each other is asked before it is waited for: pages wait for all.
    Future<Map<UUID, Facts.Team>> asked = repository.teams(tx, wanted.teams(), wanted.onCall());
    Map<UUID, OnCall.OfTeam> duty = Pipeline.beside(asked, () -> duty(tx, at, wanted.onCall()));
    Map<UUID, Facts.Team> teams = asked.await();
    duty.keySet().retainAll(teams.keySet());
    Set<UUID> users = new HashSet<>(wanted.users());
    Optional<UUID> lastResort = wanted.lastResort() ? repository.lastResort(tx) : Optional.empty();
    lastResort.ifPresent(users::add);
    Set<UUID> contacts = new HashSet<>(wanted.contacts());
    for (Facts.Team team : teams.values()) {
      users.addAll(team.members());
      team.manager().ifPresent(users::add);
      contacts.addAll(team.contacts());
    }
    duty.values()
        .forEach(
            one -> {
              users.addAll(one.answer().people());
              one.shifts().forEach(shift -> users.add(shift.person()));
            });
    Map<UUID, Facts.Schedule> schedules = schedules(tx, at, wanted, turns);
    for (Facts.Schedule schedule : schedules.values()) {
      users.addAll(schedule.turns().members());
      schedule.shifts().forEach(shift -> users.add(shift.person()));
    }
    Future<Map<UUID, Facts.User>> found = repository.users(tx, users);
    Future<Map<UUID, Facts.Contact>> channels = repository.contacts(tx, contacts);
    Future<Sendability.Known> sendable =
        contacts.isEmpty() && wanted.emails().isEmpty() && scopes.isEmpty()
            ? Future.succeededFuture(Sendability.ANYTHING)
            : sendability.ask(tx);
    return new Facts(
        teams,
        duty,
        schedules,
        found.await(),
        channels.await(),
        lastResort,
        wanted.emails().isEmpty() ? Map.of() : addresses.find(tx, wanted.emails()),
        scopes,
        sendable.await()::fault);
  }

  private Map<UUID, OnCall.OfTeam> duty(Tx tx, Instant at, Set<UUID> teams) {
    Map<UUID, OnCall.OfTeam> duty = new HashMap<>();
    teams.forEach(team -> duty.put(team, onCall.ofTeam(tx, team, at)));
    return duty;
  }

  private Map<UUID, Facts.Schedule> schedules(Tx tx, Instant at, Wanted wanted, Turns turns) {
    Map<UUID, Facts.Schedule> schedules = new HashMap<>();
    if (wanted.schedules().isEmpty()) {
      return schedules;
    }
    Map<UUID, Rota> rotas = repository.rotas(tx, wanted.schedules());
    Map<UUID, List<Shift>> shifts = new HashMap<>();
    rotas.keySet().forEach(id -> shifts.put(id, onCall.ofSchedule(tx, id, at)));
    rotas.forEach(
        (id, rota) ->
            schedules.put(
                id,
                new Facts.Schedule(
                    rota.name(),
                    shifts.getOrDefault(id, List.of()),
                    new RoundRobin(rota.members(), rota.last()))));
    if (turns == Turns.TAKEN) {
      take(tx, wanted.turns(), schedules);
    }
    return schedules;
  }

  /** In the order of the schedules' ids, so that two transactions never wait for each other. */
  private void take(Tx tx, TreeMap<UUID, Integer> turns, Map<UUID, Facts.Schedule> schedules) {
    turns.forEach(
        (id, count) -> {
          Facts.Schedule there = schedules.get(id);
          if (there != null && !there.turns().members().isEmpty()) {
            List<UUID> members = new ArrayList<>(there.turns().members());
            schedules.put(
                id,
                new Facts.Schedule(
                    there.name(),
                    there.shifts(),
                    new RoundRobin(members, repository.take(tx, id, members, count))));
          }
        });
  }
}
