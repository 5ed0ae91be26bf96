package dev.imas.core.incident;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Repeat;
import dev.imas.core.work.UnitFailed;
import dev.imas.core.work.Units;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that more alerts have joined an incident, once the pause since the last message has passed.
 * Where its rule has a {@code group_interval}, people are called again, unless somebody works on it
 * or it flaps; otherwise it is an update. A unit of work is one transaction for some incidents of
 * one tenant. If it fails, it is tried in halves. An incident that fails alone is deferred, so that
 * it does not block the others. One run at a time, on one context of virtual threads.
 */
public final class JoinedAlertSweep {

  private static final Logger log = LoggerFactory.getLogger(JoinedAlertSweep.class);
  private static final int MOST = 100;

  /** What is hidden is looked at again after this time. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final JoinedAlertRepository growth;
  private final Pager pager;
  private final IncidentWriter writer;
  private final Restraint restraint;
  private final InstantSource clock;
  private final Units<Told> units;
  private @Nullable Throwable putOff;

  public JoinedAlertSweep(
      Transactions transactions,
      IncidentRepository incidents,
      JoinedAlertRepository growth,
      Pager pager,
      IncidentWriter writer,
      Restraint restraint,
      MeterRegistry meters,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.growth = growth;
    this.pager = pager;
    this.writer = writer;
    this.restraint = restraint;
    this.clock = clock;
    this.units =
        new Units<>(
            MOST,
            Counter.builder("imas.incident.growth.failures")
                .description("Units that notify of growing incidents, rolled back")
                .register(meters),
            Counter.builder("imas.incident.growth.deferred")
                .description(
                    "Growing incidents of which nobody could be notified, put off as they fail"
                        + " alone")
                .register(meters),
            log,
            "Nobody could be notified of a growing incident; it is tried again in five minutes"
                + " (imas_incident_growth_deferred_total counts them all)");
  }

  /**
   * @param rows incidents whose growth was due
   * @param incidents of which something was told
   */
  private record Told(int rows, int incidents) implements Units.Done {}

  /** The condition of its timer: whether a run may find something. */
  public String waits() {
    return growth.waits();
  }

  /** Sends all due updates. It fails at the end if an incident had to be deferred. */
  public Future<String> tell() {
    putOff = null;
    return Repeat.until(new Told(0, 0), sum -> sum.rows() == 0, this::next)
        .compose(
            sum ->
                putOff == null
                    ? Future.succeededFuture(sum.incidents() + " notified")
                    : Future.failedFuture(putOff));
  }

  /**
   * @return the rows of this unit, and the incidents of all units; a unit that failed is begun
   *     again, so it counts as one that had rows
   */
  private Future<Told> next(Told before) {
    return units
        .run(this::unit)
        .map(
            done ->
                done.map(told -> new Told(told.rows(), before.incidents() + told.incidents()))
                    .orElse(new Told(1, before.incidents())));
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
    return transactions
        .run(
            tenant,
            tx ->
                incidents
                    .lock(tx, due)
                    .compose(
                        locked -> growth.take(tx, due).compose(taken -> tell(tx, locked, taken))))
        .map(told -> new Told(due.size(), told));
  }

  private Future<Integer> tell(
      Tx tx, List<Incident> locked, Map<UUID, JoinedAlertRepository.Taken> taken) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<UUID> byRule =
        taken.entrySet().stream()
            .filter(one -> one.getValue().byRule())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    Restraint.Held held =
        byRule.isEmpty() ? new Restraint.Held(Set.of(), Set.of()) : restraint.among(tx, byRule);
    List<Page> updates = new ArrayList<>();
    List<IncidentChange> calls = new ArrayList<>();
    Map<UUID, JoinedAlertRepository.Taken> again = new HashMap<>();
    for (Incident incident : locked) {
      JoinedAlertRepository.Taken mark = taken.get(incident.id());
      if (mark == null || !mark.fires() || !incident.status().isOpen()) {
        continue; // what had joined is over, so there is nothing to tell
      }
      if (!mark.shows() || held.hidden().contains(incident.id())) {
        again.put(incident.id(), mark);
      } else if (!mark.byRule()
          || incident.status() != IncidentStatus.TRIGGERED
          || held.flapping().contains(incident.id())) {
        updates.add(Page.ofGrowth(incident, now));
      } else if (incident.counts().firing() > 0) {
        calls.add(IncidentChange.of(incident).then(incident.join()));
      }
    }
    return growth
        .expectAgain(tx, again, AGAIN)
        .compose(waiting -> writer.apply(tx, calls))
        .compose(called -> pager.tell(tx, updates))
        .map(told -> told.size() + calls.size());
  }
}
