package dev.imas.core.incident;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends updates that more alerts have joined an incident, once the pause since the last message has
 * passed. A unit of work is one transaction for some incidents of one tenant. If it fails, it is
 * retried incident by incident. An incident that fails alone is deferred, so that it does not block
 * the others.
 */
public final class GrowthSweep {

  private static final int MOST = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final GrowthRepository growth;
  private final Pager pager;
  private final InstantSource clock;

  public GrowthSweep(
      Transactions transactions,
      IncidentRepository incidents,
      GrowthRepository growth,
      Pager pager,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.growth = growth;
    this.pager = pager;
    this.clock = clock;
  }

  /**
   * @param failure why an incident was deferred, if one was
   */
  private record Told(int incidents, @Nullable Throwable failure) {
    Told plus(Told more) {
      return new Told(incidents + more.incidents, failure == null ? more.failure : failure);
    }
  }

  /** Sends all due updates. It fails at the end if an incident had to be deferred. */
  public Future<String> tell() {
    return tell(new Told(0, null));
  }

  private Future<String> tell(Told before) {
    return transactions
        .runUnbound(tx -> growth.due(tx, MOST))
        .compose(
            due -> {
              TenantId tenant = due.tenant();
              if (tenant == null) {
                return before.failure() == null
                    ? Future.succeededFuture(before.incidents() + " told")
                    : Future.failedFuture(before.failure());
              }
              return tell(tenant, due.incidents())
                  .recover(e -> oneByOne(tenant, due.incidents(), e))
                  .compose(told -> tell(before.plus(told)));
            });
  }

  private Future<Told> oneByOne(TenantId tenant, List<UUID> due, Throwable cause) {
    if (Outage.isOne(cause)) {
      return Future.failedFuture(cause);
    }
    Future<Told> told = Future.succeededFuture(new Told(0, null));
    for (UUID incident : due) {
      told =
          told.compose(
              sum ->
                  tell(tenant, List.of(incident))
                      .recover(e -> putOff(tenant, incident, e))
                      .map(sum::plus));
    }
    return told;
  }

  private Future<Told> putOff(TenantId tenant, UUID incident, Throwable cause) {
    return transactions
        .run(tenant, tx -> growth.putOff(tx, incident))
        .map(put -> new Told(0, cause));
  }

  private Future<Told> tell(TenantId tenant, List<UUID> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions
        .run(
            tenant,
            tx ->
                incidents
                    .lock(tx, due)
                    .compose(locked -> growth.take(tx, due).map(taken -> pages(locked, taken, now)))
                    .compose(pages -> pager.tell(tx, pages)))
        .map(told -> new Told(told.size(), null));
  }

  private static List<Page> pages(List<Incident> locked, List<UUID> taken, Instant now) {
    Set<UUID> grown = new HashSet<>(taken);
    return locked.stream()
        .filter(i -> grown.contains(i.id()) && i.status().isOpen())
        .map(i -> Page.ofGrowth(i, now))
        .toList();
  }
}
