package dev.imas.core.escalation;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Whom a step tells. A team that is not named is the one that owns the incident's service. */
public sealed interface EscalationTarget {

  /**
   * Whoever is on call for the team when the step fires.
   *
   * @param level a level of its schedules, 1 to 9; empty: as the chain finds them (ONC-03)
   */
  record OnCall(Optional<UUID> team, OptionalInt level) implements EscalationTarget {}

  /**
   * Of a schedule.
   *
   * @param roundRobin one of its people after the other, an incident each, instead of whoever is on
   *     call
   */
  record OfSchedule(UUID schedule, boolean roundRobin) implements EscalationTarget {}

  record User(UUID user) implements EscalationTarget {}

  /** Every active member of the team. */
  record Team(Optional<UUID> team) implements EscalationTarget {}

  /** The team's leads. */
  record Leads(Optional<UUID> team) implements EscalationTarget {}

  /** The team's manager. */
  record Manager(Optional<UUID> team) implements EscalationTarget {}

  /** The tenant's person of last resort. */
  record LastResort() implements EscalationTarget {}

  /** All channels of the team that want the severity. */
  record TeamChannels(Optional<UUID> team) implements EscalationTarget {}

  /** One channel of any team. */
  record Channel(UUID contact) implements EscalationTarget {}

  /**
   * The recipients of an impact scope: its addresses, and whoever is on call for its team.
   *
   * @param scope empty: each scope of the incident
   */
  record Scope(Optional<UUID> scope) implements EscalationTarget {}

  /** A mail address that belongs to nobody here. */
  record Address(String email) implements EscalationTarget {}
}
