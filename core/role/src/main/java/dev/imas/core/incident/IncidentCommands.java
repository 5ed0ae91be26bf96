package dev.imas.core.incident;

import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What people do to incidents: each in one transaction, under the incident's row lock, with its
 * timeline entry and its pages.
 */
final class IncidentCommands {

  /** What a command wrote: pages still have to be announced. */
  record Written(Incident incident, List<TimelineEntry> entries, List<NewDelivery> deliveries) {}

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final TimelineRepository timeline;
  private final Pager pager;
  private final Duration stillFiringAfter;
  private final InstantSource clock;

  /**
   * @param stillFiringAfter how long after it was resolved the alerts of an incident may fire on
   */
  IncidentCommands(
      Transactions transactions,
      IncidentRepository incidents,
      TimelineRepository timeline,
      Pager pager,
      Duration stillFiringAfter,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.timeline = timeline;
    this.pager = pager;
    this.stillFiringAfter = stillFiringAfter;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Fails with NOT_FOUND, or with a CONFLICT that names the present status.
   *
   * @param reference UUID or short id
   */
  Future<Written> change(
      TenantId tenant, String reference, BiFunction<Incident, Instant, Change> step) {
    return transactions
        .run(
            tenant,
            tx ->
                lock(tx, reference)
                    .compose(incident -> save(tx, step.apply(incident, now()), false)))
        .recover(IncidentCommands::explain)
        .onSuccess(written -> pager.nudge(written.deliveries()));
  }

  Future<UUID> find(Tx tx, String reference) {
    return incidents.findId(tx, reference).map(id -> id.orElseThrow(() -> unknown(reference)));
  }

  /** Fails with NOT_FOUND. */
  Future<Incident> lock(Tx tx, String reference) {
    return find(tx, reference)
        .compose(id -> incidents.lock(tx, List.of(id)))
        .map(
            locked -> {
              if (locked.isEmpty()) {
                throw unknown(reference);
              }
              return locked.get(0);
            });
  }

  /** Stores a step of an incident, new or locked, with everything that follows from it. */
  Future<Written> save(Tx tx, Change change, boolean isNew) {
    Incident incident = change.incident();
    IncidentEvent event = change.event();
    List<Page> pages =
        event == null
            ? List.of()
            : List.of(new Page(incident, event, change.entry(), incident.clocks().updatedAt()));
    Future<Void> stored =
        isNew ? Future.succeededFuture() : incidents.update(tx, List.of(incident));
    return stored.compose(done -> follow(tx, incident, List.of(change.entry()), pages));
  }

  /** What follows from an incident that is stored: its entries and its pages. */
  Future<Written> follow(Tx tx, Incident incident, List<TimelineEntry> entries, List<Page> pages) {
    return timeline
        .append(tx, entries)
        .compose(done -> recheckIfFiring(tx, incident))
        .compose(done -> pager.queue(tx, pages))
        .map(queued -> new Written(incident, entries, queued));
  }

  private Future<Void> recheckIfFiring(Tx tx, Incident incident) {
    Instant end = incident.clocks().resolvedAt();
    return end == null || incident.status().isOpen() || incident.counts().firing() == 0
        ? Future.succeededFuture()
        : incidents.recheck(tx, incident.id(), end.plus(stillFiringAfter));
  }

  static Fault unknown(String reference) {
    return Fault.notFound("there is no incident " + reference);
  }

  private static Future<Written> explain(Throwable failure) {
    return Future.failedFuture(
        DatabaseFailure.of(failure) == DatabaseFailure.DUPLICATE
            ? Fault.conflict(
                "the incident cannot be reopened: its group has another open incident by now")
            : failure);
  }
}
