package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.policy.TargetResolver.Ask;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** All that some steps name, as far as it must be read. */
final class Wanted {

  private final Set<UUID> teams = new HashSet<>();
  private final Set<UUID> onCall = new HashSet<>();
  private final Set<UUID> schedules = new HashSet<>();
  private final TreeMap<UUID, Integer> turns = new TreeMap<>();
  private final Set<UUID> users = new HashSet<>();
  private final Set<UUID> contacts = new HashSet<>();
  private final Set<String> emails = new HashSet<>();
  private final Set<UUID> scopes = new HashSet<>();
  private boolean lastResort;

  void add(Ask ask) {
    for (EscalationTarget target : ask.targets()) {
      switch (target) {
        case EscalationTarget.OnCall t -> onCall.add(t.team().orElse(ask.team()));
        case EscalationTarget.OfSchedule t -> {
          schedules.add(t.schedule());
          if (t.roundRobin()) {
            turns.merge(t.schedule(), 1, Integer::sum);
          }
        }
        case EscalationTarget.User t -> users.add(t.user());
        case EscalationTarget.Team t -> teams.add(t.team().orElse(ask.team()));
        case EscalationTarget.Leads t -> teams.add(t.team().orElse(ask.team()));
        case EscalationTarget.Manager t -> teams.add(t.team().orElse(ask.team()));
        case EscalationTarget.TeamChannels t -> teams.add(t.team().orElse(ask.team()));
        case EscalationTarget.Channel t -> contacts.add(t.contact());
        case EscalationTarget.LastResort t -> lastResort = true;
        case EscalationTarget.Address t -> emails.add(t.email());
        case EscalationTarget.Scope t -> scopes.addAll(t.scope().map(Set::of).orElse(ask.scopes()));
      }
    }
  }

  /** The on-call of active scopes is asked for, too. */
  void add(Map<UUID, Facts.Scope> found) {
    for (Facts.Scope scope : found.values()) {
      scope.team().filter(team -> scope.isActive()).ifPresent(onCall::add);
    }
  }

  /** Those in which people are asked for. */
  Set<UUID> teams() {
    return teams;
  }

  /** The teams whose on-call is asked for. */
  Set<UUID> onCall() {
    return onCall;
  }

  Set<UUID> schedules() {
    return schedules;
  }

  /** How many turns are taken of each schedule. */
  TreeMap<UUID, Integer> turns() {
    return turns;
  }

  Set<UUID> users() {
    return users;
  }

  Set<UUID> contacts() {
    return contacts;
  }

  Set<String> emails() {
    return emails;
  }

  Set<UUID> scopes() {
    return scopes;
  }

  boolean lastResort() {
    return lastResort;
  }
}
