package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Principal;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.work.Overtaken;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Runs what people do to incidents, each in one transaction under the incident's row lock. */
final class IncidentCommands {

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final UnpagedIncidents unpaged = new UnpagedIncidents();
  private final Missing missing;
  private final InstantSource clock;

  IncidentCommands(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentWriter writer,
      Qualification qualification,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.writer = writer;
    this.qualification = qualification;
    this.missing = missing;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Fails unless the caller may change the locked incident. */
  @FunctionalInterface
  interface Guard {
    Future<Void> check(Tx tx, Incident incident, Instant at);
  }

  /**
   * Fails with NOT_FOUND, with what the guard says, or with a CONFLICT that names the current
   * status. Of an incident that was merged, it changes the one that has its alerts: messages and
   * links name the one that they were sent for.
   *
   * @param reference the incident's UUID or short id
   */
  Future<Step> change(TenantId tenant, String reference, Guard guard, Doing doing) {
    return change(tenant, tx -> lockActive(tx, reference), guard, doing, Followed.NOT);
  }

  /** The same with what a request says besides. */
  Future<Step> change(
      TenantId tenant, String reference, Guard guard, Doing doing, Followed followed) {
    return change(tenant, tx -> lockActive(tx, reference), guard, doing, followed);
  }

  /** Adds to a change, before it is stored, what follows from it. */
  @FunctionalInterface
  interface Followed {
    Followed NOT = (tx, change, at) -> change;

    IncidentChange plan(Tx tx, IncidentChange change, Instant at);
  }

  /** The same for what stays with an incident that was merged, such as a comment. */
  Future<Step> changeItself(TenantId tenant, String reference, Guard guard, Doing doing) {
    return change(tenant, tx -> lock(tx, reference), guard, doing, Followed.NOT);
  }

  private Future<Step> change(
      TenantId tenant,
      Function<Tx, Future<Incident>> lock,
      Guard guard,
      Doing doing,
      Followed followed) {
    return transactions
        .runInsisting(
            tenant,
            tx ->
                lock.apply(tx)
                    .compose(
                        incident -> {
                          Instant at = now();
                          return guard
                              .check(tx, incident, at)
                              .compose(may -> doing.step(tx, incident, at))
                              .compose(step -> save(tx, incident, step, followed, at));
                        }))
        .recover(IncidentCommands::explain);
  }

  private Future<Step> save(Tx tx, Incident before, Step step, Followed followed, Instant at) {
    IncidentChange change = followed.plan(tx, IncidentChange.of(before).then(step), at);
    return save(tx, change).map(new Step(change.after(), step.entry(), step.event()));
  }

  Future<UUID> find(Tx tx, String reference) {
    return incidents
        .findId(tx, reference)
        .map(id -> id.orElseThrow(() -> missing.incident(reference)));
  }

  /** Fails with NOT_FOUND. */
  Future<Incident> lock(Tx tx, String reference) {
    return lock(tx, reference, find(tx, reference));
  }

  /**
   * The same, or the incident that has its alerts since it was merged. A CONFLICT if that was
   * merged at the same moment: following it under the lock could deadlock.
   */
  Future<Incident> lockActive(Tx tx, String reference) {
    Future<UUID> found =
        incidents
            .findActive(tx, reference)
            .map(id -> id.orElseThrow(() -> missing.incident(reference)));
    return lock(tx, reference, found)
        .map(
            locked -> {
              if (locked.mergedInto() != null) {
                throw Fault.conflict(
                    locked.shortId()
                        + " was merged into another incident at this moment; try again");
              }
              return locked;
            });
  }

  private Future<Incident> lock(Tx tx, String reference, Future<UUID> found) {
    return found
        .compose(id -> incidents.lock(tx, List.of(id)))
        .map(
            locked -> {
              if (locked.isEmpty()) {
                throw missing.incident(reference);
              }
              return locked.get(0);
            });
  }

  /** Stores it with everything that follows from it. */
  Future<Void> save(Tx tx, IncidentChange change) {
    return unpaged
        .muted(tx, change)
        .compose(muted -> qualification.qualify(tx, List.of(muted)))
        .compose(qualified -> writer.apply(tx, qualified));
  }

  /** Stores it without paging anyone. */
  Future<Void> saveUncalled(Tx tx, IncidentChange change) {
    return qualification
        .qualify(tx, List.of(change))
        .compose(
            qualified ->
                writer.apply(tx, qualified.stream().map(IncidentChange::uncalled).toList()));
  }

  /** As {@link IncidentReplies#acknowledge}, in the transaction. */
  IncidentReplies.Many acknowledge(
      Tx tx, IncidentAccess access, Principal caller, List<UUID> ids, String via) {
    List<IncidentChange> changes = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Incident incident : incidents.lock(tx, incidents.active(tx, ids).await()).await()) {
      if (incident.status() != IncidentStatus.TRIGGERED) {
        continue; // somebody was faster
      }
      Instant at = now();
      if (access.may(tx, caller, Permission.INCIDENT_ACKNOWLEDGE, incident, at).await()) {
        Step step = incident.acknowledge(Author.of(caller), at, null).by(via);
        changes.add(IncidentChange.of(incident).then(step));
      } else {
        refused.add(incident.shortId());
      }
    }
    writer.apply(tx, changes).await();
    return new IncidentReplies.Many(changes.size(), refused);
  }

  private static <T> Future<T> explain(Throwable failure) {
    return Future.failedFuture(
        failure instanceof Overtaken
            ? Fault.conflict(
                "the incident cannot be reopened, since its group has another open incident "
                    + "by now; use that one")
            : failure);
  }
}
