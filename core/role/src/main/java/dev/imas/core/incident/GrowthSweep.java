package dev.imas.core.incident;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.UnitFailed;
import dev.imas.core.work.Units;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends updates that more alerts have joined an incident, once the pause since the last message has
 * passed. A unit of work is one transaction for some incidents of one tenant. If it fails, it is
 * tried in halves. An incident that fails alone is deferred, so that it does not block the others.
 * One run at a time, on one context.
 */
public final class GrowthSweep {

  private static final Logger log = LoggerFactory.getLogger(GrowthSweep.class);
  private static final int MOST = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final GrowthRepository growth;
  private final Pager pager;
  private final InstantSource clock;
  private final Units<Told> units;
  private @Nullable Throwable putOff;

  public GrowthSweep(
      Transactions transactions,
      IncidentRepository incidents,
      GrowthRepository growth,
      Pager pager,
      MeterRegistry meters,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.growth = growth;
    this.pager = pager;
    this.clock = clock;
    this.units =
        new Units<>(
            MOST,
            Counter.builder("imas.incident.growth.failures")
                .description("Units that tell of the growth of incidents, rolled back")
                .register(meters),
            Counter.builder("imas.incident.growth.deferred")
                .description("Incidents whose growth cannot be told, put off as they fail alone")
                .register(meters),
            log,
            "The growth of an incident cannot be told; it is tried again in five minutes"
                + " (imas_incident_growth_deferred_total counts them all)");
  }

  /**
   * @param rows incidents whose growth was due
   * @param incidents of which something was told
   */
  private record Told(int rows, int incidents) implements Units.Done {}

  /** Sends all due updates. It fails at the end if an incident had to be deferred. */
  public Future<String> tell() {
    putOff = null;
    return tell(0);
  }

  private Future<String> tell(int before) {
    return units
        .run(this::unit)
        .compose(
            done -> {
              if (done.isPresent() && done.get().rows() == 0) {
                return putOff == null
                    ? Future.succeededFuture(before + " told")
                    : Future.failedFuture(putOff);
              }
              return tell(before + done.map(Told::incidents).orElse(0));
            });
  }

  private Future<Told> unit(int limit) {
    return transactions
        .runUnbound(tx -> growth.due(tx, limit))
        .compose(
            due -> {
              TenantId tenant = due.tenant();
              return tenant == null
                  ? Future.succeededFuture(new Told(0, 0))
                  : tell(tenant, due.incidents())
                      .recover(e -> Future.failedFuture(failed(tenant, due.incidents(), e)));
            });
  }

  private UnitFailed failed(TenantId tenant, List<UUID> due, Throwable cause) {
    UUID first = due.getFirst();
    return new UnitFailed(
        due.size(),
        new UnitFailed.Row(
            0,
            Map.of("tenant", tenant, "incident", first),
            // The row keeps no count of its failures, so each waits as long.
            wait -> putOff(tenant, first, cause)),
        cause);
  }

  private Future<Void> putOff(TenantId tenant, UUID incident, Throwable cause) {
    putOff = cause;
    return transactions.run(tenant, tx -> growth.putOff(tx, incident));
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
        .map(told -> new Told(due.size(), told.size()));
  }

  private static List<Page> pages(List<Incident> locked, List<UUID> taken, Instant now) {
    Set<UUID> grown = new HashSet<>(taken);
    return locked.stream()
        .filter(i -> grown.contains(i.id()) && i.status().isOpen())
        .map(i -> Page.ofGrowth(i, now))
        .toList();
  }
}
