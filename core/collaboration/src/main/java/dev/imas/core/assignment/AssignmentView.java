package dev.imas.core.assignment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The roles of an incident as the API shows them. */
final class AssignmentView {

  private AssignmentView() {}

  /**
   * Somebody who has a role, or had it.
   *
   * @param id null for a program, which can be the lead
   */
  record Holder(@Nullable UUID id, String name) {}

  /**
   * A role as it is now.
   *
   * @param holder null: nobody has it
   * @param isVacant whether nobody does its work: nobody has it, or an account that is switched off
   * @param since null where that is not known, as of a lead
   */
  record Role(
      String role,
      @Nullable Holder holder,
      boolean isVacant,
      @Nullable Instant since,
      @Nullable String givenBy) {}

  /** Who had a role before. */
  record Past(String role, Holder holder, Instant from, Instant until, String endedBy) {}

  /**
   * Somebody who did something about the incident.
   *
   * @param entries how many of the timeline's entries are theirs
   */
  record Participant(UUID id, String name, Instant firstAt, Instant lastAt, long entries) {}

  /**
   * All of them.
   *
   * @param roles each that there is, in order
   * @param past the newest first
   */
  record Roles(List<Role> roles, List<Past> past, List<Participant> participants) {
    Roles {
      roles = List.copyOf(roles);
      past = List.copyOf(past);
      participants = List.copyOf(participants);
    }
  }
}
