package dev.imas.core.policy;

import dev.imas.core.escalation.RoundRobin;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Shift;
import dev.imas.core.schedule.OnCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What is known, at one time, of all that some targets name. What is gone is missing.
 *
 * @param onCall by team; only of teams whose on-call is asked for
 * @param schedules by id
 * @param lastResort only if it is asked for
 * @param addresses the receiver of a mail address, in lower case
 * @param scopes impact scopes by id
 * @param sendFault why nothing can be sent by a channel to an address now; empty if something can
 */
record Facts(
    Map<UUID, Team> teams,
    Map<UUID, OnCall.OfTeam> onCall,
    Map<UUID, Schedule> schedules,
    Map<UUID, User> users,
    Map<UUID, Contact> contacts,
    Optional<UUID> lastResort,
    Map<String, UUID> addresses,
    Map<UUID, Scope> scopes,
    BiFunction<String, String, Optional<String>> sendFault) {

  /** As if something could be sent to every address. */
  Facts(
      Map<UUID, Team> teams,
      Map<UUID, OnCall.OfTeam> onCall,
      Map<UUID, Schedule> schedules,
      Map<UUID, User> users,
      Map<UUID, Contact> contacts,
      Optional<UUID> lastResort,
      Map<String, UUID> addresses,
      Map<UUID, Scope> scopes) {
    this(
        teams,
        onCall,
        schedules,
        users,
        contacts,
        lastResort,
        addresses,
        scopes,
        (channel, address) -> Optional.empty());
  }

  Facts {
    teams = Map.copyOf(teams);
    onCall = Map.copyOf(onCall);
    schedules = Map.copyOf(schedules);
    users = Map.copyOf(users);
    contacts = Map.copyOf(contacts);
    addresses = Map.copyOf(addresses);
    scopes = Map.copyOf(scopes);
  }

  /**
   * @param members in the order of their names
   * @param leads those of them who lead
   * @param contacts its channels, in the order of their names
   */
  record Team(
      String name,
      List<UUID> members,
      List<UUID> leads,
      Optional<UUID> manager,
      List<UUID> contacts) {

    /** Of which nothing else is asked for. */
    static Team named(String name) {
      return new Team(name, List.of(), List.of(), Optional.empty(), List.of());
    }
  }

  /**
   * @param shifts at that time
   * @param turns of its people, one after the other
   */
  record Schedule(String name, List<Shift> shifts, RoundRobin turns) {}

  /**
   * An impact scope.
   *
   * @param team whose on-call it tells
   * @param addresses which it tells, in their order
   */
  record Scope(String name, boolean isActive, Optional<UUID> team, List<Address> addresses) {

    Scope {
      addresses = List.copyOf(addresses);
    }
  }

  record Address(UUID receiver, String address) {}

  record User(String username, boolean isActive) {}

  record Contact(
      UUID id,
      String name,
      String team,
      String channel,
      String address,
      Severity minSeverity,
      boolean isActive) {

    boolean wants(Severity severity) {
      return !minSeverity.isMoreSevereThan(severity);
    }
  }
}
