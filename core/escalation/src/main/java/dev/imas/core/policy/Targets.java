package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Cause;
import dev.imas.core.oncall.OnCallChain;
import dev.imas.core.oncall.Shift;
import dev.imas.core.policy.StepReceivers.Channel;
import dev.imas.core.policy.StepReceivers.Missed;
import dev.imas.core.policy.StepReceivers.Person;
import dev.imas.core.schedule.OnCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds whom the targets of one step tell, from what is known. Pure. */
final class Targets {

  private final Facts facts;
  private final UUID team;
  private final Severity severity;
  private final Set<UUID> scopes;
  private final ToIntFunction<UUID> turn;

  private final Map<UUID, Found<Facts.User>> people = new LinkedHashMap<>();
  private final Map<UUID, Found<Facts.Contact>> channels = new LinkedHashMap<>();
  private final List<Missed> missed = new ArrayList<>();

  private static final class Found<T> {
    private final T what;
    private final EscalationTarget target;
    private final List<String> how = new ArrayList<>();
    private final Set<UUID> schedules = new LinkedHashSet<>();
    private boolean isOnCall;

    Found(T what, EscalationTarget target) {
      this.what = what;
      this.target = target;
    }
  }

  private Targets(
      Facts facts, UUID team, Severity severity, Set<UUID> scopes, ToIntFunction<UUID> turn) {
    this.facts = facts;
    this.team = team;
    this.severity = severity;
    this.scopes = scopes;
    this.turn = turn;
  }

  /**
   * @param team that owns the incident's service
   * @param scopes of the incident
   * @param turn how many turns of a schedule were taken before, asked once for each target that
   *     takes turns
   */
  static StepReceivers find(
      List<EscalationTarget> targets,
      UUID team,
      Severity severity,
      Set<UUID> scopes,
      Facts facts,
      ToIntFunction<UUID> turn) {
    Targets found = new Targets(facts, team, severity, scopes, turn);
    targets.forEach(found::add);
    return found.told();
  }

  private StepReceivers told() {
    return new StepReceivers(
        people.entrySet().stream()
            .map(
                one ->
                    new Person(
                        one.getKey(),
                        one.getValue().what.username(),
                        one.getValue().isOnCall,
                        one.getValue().how,
                        one.getValue().schedules,
                        one.getValue().target))
            .toList(),
        channels.values().stream()
            .map(
                one ->
                    new Channel(
                        one.what.id(),
                        one.what.name(),
                        one.what.channel(),
                        one.what.address(),
                        one.how))
            .toList(),
        missed);
  }

  private void add(EscalationTarget target) {
    switch (target) {
      case EscalationTarget.User t -> addPerson(t, t.user(), "the step names them", false);
      case EscalationTarget.Address t -> addAddress(t);
      case EscalationTarget.Channel t -> addChannel(t);
      case EscalationTarget.OfSchedule t -> addSchedule(t);
      case EscalationTarget.OnCall t -> addOnCall(t, t.team(), t.level());
      case EscalationTarget.Team t -> {
        Facts.Team of = team(t, t.team());
        if (of != null) {
          addAll(t, of.members(), "member of " + of.name(), of.name() + " has no members");
        }
      }
      case EscalationTarget.Leads t -> {
        Facts.Team of = team(t, t.team());
        if (of != null) {
          addAll(t, of.leads(), "lead of " + of.name(), of.name() + " has no lead");
        }
      }
      case EscalationTarget.Manager t -> {
        Facts.Team of = team(t, t.team());
        if (of != null) {
          addAll(
              t,
              of.manager().stream().toList(),
              "manager of " + of.name(),
              of.name() + " has no manager");
        }
      }
      case EscalationTarget.LastResort t ->
          addAll(
              t,
              facts.lastResort().stream().toList(),
              "person of last resort",
              "no person of last resort is set");
      case EscalationTarget.TeamChannels t -> addTeamChannels(t);
      case EscalationTarget.Scope t -> addScopes(t);
    }
  }

  private Facts.@Nullable Team team(EscalationTarget target, Optional<UUID> named) {
    Facts.Team of = facts.teams().get(named.orElse(team));
    if (of == null) {
      missed.add(new Missed(target, "the team " + named.orElse(team) + " is gone"));
    }
    return of;
  }

  private void addAll(EscalationTarget target, List<UUID> ids, String how, String nobody) {
    if (ids.isEmpty()) {
      missed.add(new Missed(target, nobody));
    }
    ids.forEach(id -> addPerson(target, id, how, false));
  }

  private void addPerson(EscalationTarget target, UUID id, String how, boolean isOnCall) {
    Facts.User user = facts.users().get(id);
    if (user == null) {
      missed.add(new Missed(target, "the user " + id + " is gone"));
      return;
    }
    if (!user.isActive()) {
      missed.add(new Missed(target, user.username() + " is inactive (" + how + ")"));
      return;
    }
    Found<Facts.User> person = people.computeIfAbsent(id, any -> new Found<>(user, target));
    person.isOnCall |= isOnCall;
    if (!person.how.contains(how)) {
      person.how.add(how);
    }
  }

  private void addOnCall(EscalationTarget target, Optional<UUID> named, OptionalInt level) {
    Facts.Team of = team(target, named);
    if (of == null) {
      return;
    }
    OnCall.OfTeam onCall = facts.onCall().get(named.orElse(team));
    if (onCall == null) {
      throw new IllegalStateException("the on-call of " + of.name() + " was not read");
    }
    if (level.isPresent()) {
      addLevel(target, of.name(), onCall.shifts(), level, onCall::schedulesOf);
      return;
    }
    OnCallChain.Answer answer = onCall.answer();
    Set<UUID> away = new LinkedHashSet<>();
    answer.asked().forEach(asked -> away.addAll(asked.away()));
    away.forEach(person -> addAway(target, person, of.name()));
    if (answer.isNobody()) {
      missed.add(
          new Missed(
              target,
              "nobody is on call for "
                  + of.name()
                  + ": no schedule, manual choice, manager or last resort"));
      return;
    }
    if (answer.level().isPresent()) {
      OptionalInt found = OptionalInt.of(answer.level().get());
      List<Shift> there =
          onCall.shifts().stream().filter(shift -> !away.contains(shift.person())).toList();
      addLevel(target, of.name(), there, found, onCall::schedulesOf);
      return;
    }
    String link = answer.asked().getLast().link().name().toLowerCase(Locale.ROOT);
    for (UUID person : answer.people()) {
      addPerson(target, person, "stands in for " + of.name() + " (" + link + ")", true);
    }
  }

  private void addAway(EscalationTarget target, UUID id, String team) {
    Facts.User user = facts.users().get(id);
    missed.add(
        new Missed(
            target,
            (user == null ? id.toString() : user.username())
                + " is away (on call for "
                + team
                + ", and others are there)"));
  }

  private void addLevel(
      EscalationTarget target,
      String name,
      List<Shift> shifts,
      OptionalInt level,
      Function<Shift, Set<UUID>> schedules) {
    List<Shift> there =
        shifts.stream()
            .filter(shift -> level.isEmpty() || shift.level() == level.getAsInt())
            .toList();
    if (there.isEmpty()) {
      missed.add(
          new Missed(
              target,
              "nobody is on call for "
                  + name
                  + (level.isPresent() ? " at level " + level.getAsInt() : "")));
    }
    for (Shift shift : there) {
      addPerson(
          target,
          shift.person(),
          "on call for " + name + " at level " + shift.level() + " (" + because(shift) + ")",
          true);
      askedOf(shift.person(), schedules.apply(shift));
    }
  }

  private void askedOf(UUID person, Set<UUID> schedules) {
    Found<Facts.User> found = people.get(person);
    if (found != null) {
      found.schedules.addAll(schedules);
    }
  }

  private static String because(Shift shift) {
    return switch (shift.cause()) {
      case Cause.Turn turn -> "layer " + turn.layer();
      case Cause.Cover cover ->
          "layer "
              + cover.layer()
              + (shift.isLeftOver()
                  ? ", as nobody else is there"
                  : ", covering for someone who is away");
      case Cause.Overridden overridden -> "an override";
    };
  }

  private void addSchedule(EscalationTarget.OfSchedule target) {
    Facts.Schedule schedule = facts.schedules().get(target.schedule());
    if (schedule == null) {
      missed.add(new Missed(target, "the schedule " + target.schedule() + " is gone"));
    } else if (!target.roundRobin()) {
      addLevel(
          target,
          schedule.name(),
          schedule.shifts(),
          OptionalInt.empty(),
          shift -> Set.of(target.schedule()));
    } else {
      schedule
          .turns()
          .next(turn.applyAsInt(target.schedule()))
          .ifPresentOrElse(
              person -> {
                addPerson(target, person, "next of the people of " + schedule.name(), true);
                askedOf(person, Set.of(target.schedule()));
              },
              () -> missed.add(new Missed(target, schedule.name() + " has no active person")));
    }
  }

  private void addTeamChannels(EscalationTarget.TeamChannels target) {
    Facts.Team of = team(target, target.team());
    if (of == null) {
      return;
    }
    boolean isAnybody = false;
    for (UUID id : of.contacts()) {
      Facts.Contact contact = facts.contacts().get(id);
      if (contact != null && contact.isActive() && contact.wants(severity)) {
        isAnybody = true;
        addChannel(target, contact, "channel of " + of.name());
      }
    }
    if (!isAnybody) {
      missed.add(
          new Missed(
              target,
              of.contacts().isEmpty()
                  ? of.name() + " has no channels"
                  : "no active channel of " + of.name() + " wants " + severity));
    }
  }

  private void addScopes(EscalationTarget.Scope target) {
    Set<UUID> asked = target.scope().map(Set::of).orElse(scopes);
    if (asked.isEmpty()) {
      missed.add(new Missed(target, "the incident has no impact scope"));
    }
    asked.stream().sorted().forEach(id -> addScope(target, id));
  }

  private void addScope(EscalationTarget.Scope target, UUID id) {
    Facts.Scope scope = facts.scopes().get(id);
    if (scope == null) {
      missed.add(new Missed(target, "the impact scope " + id + " is gone"));
    } else if (!scope.isActive()) {
      missed.add(new Missed(target, "the impact scope " + scope.name() + " is inactive"));
    } else if (scope.addresses().isEmpty() && scope.team().isEmpty()) {
      missed.add(
          new Missed(
              target, "the impact scope " + scope.name() + " has neither addresses nor a team"));
    } else {
      scope
          .addresses()
          .forEach(one -> addChannel(target, mailbox(one), "recipient of " + scope.name()));
      scope.team().ifPresent(of -> addOnCall(target, Optional.of(of), OptionalInt.empty()));
    }
  }

  private static Facts.Contact mailbox(Facts.Address one) {
    return new Facts.Contact(
        one.receiver(), one.address(), "", "email", one.address(), Severity.SEV4_LOW, true);
  }

  private void addChannel(EscalationTarget.Channel target) {
    Facts.Contact contact = facts.contacts().get(target.contact());
    if (contact == null) {
      missed.add(new Missed(target, "the channel " + target.contact() + " is gone"));
    } else if (!contact.isActive()) {
      missed.add(new Missed(target, contact.name() + " of " + contact.team() + " is inactive"));
    } else {
      addChannel(target, contact, "the step names it");
    }
  }

  private void addAddress(EscalationTarget.Address target) {
    UUID receiver = facts.addresses().get(target.email().toLowerCase(Locale.ROOT));
    if (receiver == null) {
      missed.add(new Missed(target, "the address " + target.email() + " is not known"));
      return;
    }
    addChannel(target, mailbox(new Facts.Address(receiver, target.email())), "the step names it");
  }

  private void addChannel(EscalationTarget target, Facts.Contact contact, String how) {
    Optional<String> fault = facts.sendFault().apply(contact.channel(), contact.address());
    if (fault.isPresent()) {
      missed.add(
          new Missed(
              target,
              "%s (%s) cannot be sent to: %s"
                  .formatted(contact.name(), contact.channel(), fault.get())));
      return;
    }
    List<String> hows =
        channels.computeIfAbsent(contact.id(), any -> new Found<>(contact, target)).how;
    if (!hows.contains(how)) {
      hows.add(how);
    }
  }
}
