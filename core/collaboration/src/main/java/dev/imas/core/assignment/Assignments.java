package dev.imas.core.assignment;

import dev.imas.core.assignment.AssignmentRepository.Held;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives roles and takes them. A role passes from one person to the next in one transaction, so that
 * it is never held twice. Only on a virtual thread.
 */
final class Assignments {

  private final AssignmentRepository repository;
  private final IncidentWriter writer;
  private final RoleNotices notices;

  Assignments(AssignmentRepository repository, IncidentWriter writer, RoleNotices notices) {
    this.repository = repository;
    this.writer = writer;
    this.notices = notices;
  }

  /** Who has the role; null: nobody, or a program. */
  @Nullable UUID holder(Tx tx, Incident locked, IncidentRole role) {
    if (role == IncidentRole.COMMANDER) {
      return locked.leadId();
    }
    Held held = repository.held(tx, locked.id()).get(role);
    return held == null ? null : held.person().id();
  }

  /**
   * The person has the role from now on. Whoever is given a role by somebody else is told; a new
   * lead by {@link NewLeadReaction}.
   *
   * @param person null: nobody has it
   * @throws Fault CONFLICT if the incident is resolved
   */
  void assign(
      Tx tx, Incident locked, IncidentRole role, @Nullable Person person, Author by, Instant at) {
    if (!locked.status().isOpen()) {
      throw Fault.conflict(
          locked.shortId() + " is " + locked.status() + "; reopen it before you give roles");
    }
    UUID next = person == null ? null : person.id();
    if (Objects.equals(holder(tx, locked, role), next)
        && (role != IncidentRole.COMMANDER || next != null || locked.lead() == null)) {
      return;
    }
    Step step =
        role == IncidentRole.COMMANDER
            ? locked.lead(
                person == null ? null : Author.user(person.id(), person.username()), by, at)
            : pass(tx, locked, role, person, by, at);
    writer.apply(tx, List.of(IncidentChange.of(locked).then(step))).await();
    if (role != IncidentRole.COMMANDER && person != null && !person.id().equals(by.id())) {
      notices.tell(tx, step.incident(), role, person.id(), by.name(), at);
    }
  }

  private Step pass(
      Tx tx, Incident locked, IncidentRole role, @Nullable Person person, Author by, Instant at) {
    Held held = repository.held(tx, locked.id()).get(role);
    TreeMap<String, Object> facts = new TreeMap<>();
    facts.put("role", role.wireName());
    if (held != null) {
      repository.end(tx, held.id(), at, by.name());
      facts.put("from", held.person().username());
    }
    if (person != null) {
      UUID id = UuidV7.at(at.toEpochMilli());
      repository.insert(tx, id, locked.id(), role, person.id(), at, by.name());
      facts.put("to", person.username());
    }
    String message =
        role.title()
            + " changed from "
            + (held == null ? "nobody" : held.person().username())
            + " to "
            + (person == null ? "nobody" : person.username());
    return by.sign(locked.note(TimelineType.ASSIGNMENT, by.name(), message, facts, at));
  }
}
