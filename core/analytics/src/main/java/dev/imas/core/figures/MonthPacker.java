package dev.imas.core.figures;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs months that are over, and anew those of which an incident has changed. Tenants take turns,
 * a month each, and each month is a transaction. Everything here can be repeated. On a virtual
 * thread.
 */
final class MonthPacker {

  private static final Logger log = LoggerFactory.getLogger(MonthPacker.class);

  /** Whether a run may find something. */
  static final String WAITS = "EXISTS (SELECT FROM tenants_to_pack(%s))";

  /** Clocks of processes may differ, and a transaction of a month may end after it. */
  private static final Duration SETTLED = Duration.ofHours(1);

  private static final Duration LONGEST_RUN = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Timer packed;
  private final FigureFactRepository facts = new FigureFactRepository();
  private final FiguresRepository figures = new FiguresRepository();

  MonthPacker(
      Transactions transactions, InstantSource clock, LongSupplier nanoTime, MeterRegistry meters) {
    this.transactions = transactions;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.packed =
        Timer.builder("imas.figures.packing")
            .description("Time of one transaction that packs a month of a tenant's figures")
            .register(meters);
  }

  /** Packs what it can within half a minute. It fails at the end if a tenant's did. */
  Future<String> run() {
    long end = nanoTime.getAsLong() + LONGEST_RUN.toNanos();
    Deque<TenantId> turns = tenants();
    RuntimeException failure = null;
    int months = 0;
    while (!turns.isEmpty() && nanoTime.getAsLong() < end) {
      TenantId tenant = turns.remove();
      try {
        if (packNext(tenant)) {
          months++;
          turns.add(tenant);
        }
      } catch (RuntimeException e) {
        failure = e;
        (Outage.isOne(e) ? log.atDebug() : log.atWarn())
            .addKeyValue("tenant", tenant)
            .setCause(e)
            .log("A month of figures could not be packed; it is tried again");
      }
    }
    return failure == null
        ? Future.succeededFuture(months + " months packed")
        : Future.failedFuture(failure);
  }

  private Deque<TenantId> tenants() {
    Instant now = clock.instant();
    return new ArrayDeque<>(
        transactions.runUnbound(tx -> Future.succeededFuture(facts.tenants(tx, now))).await());
  }

  private boolean packNext(TenantId tenant) {
    long began = nanoTime.getAsLong();
    boolean isPacked = transactions.call(tenant, this::packNext);
    if (isPacked) {
      packed.record(nanoTime.getAsLong() - began, TimeUnit.NANOSECONDS);
    }
    return isPacked;
  }

  private boolean packNext(Tx tx) {
    LocalDate before = firstOpen(clock.instant());
    LocalDate month = facts.next(tx, before);
    if (month == null) {
      return false;
    }
    facts.forgetChanges(tx, month);
    Instant removedBefore = figures.removedBefore(tx, Kept.INCIDENTS);
    boolean isPast = PackedMonth.isPast(FigureFactRepository.begin(month), removedBefore);
    boolean isKnown = facts.months(tx).stream().anyMatch(one -> one.month().equals(month));
    if (isPast && isKnown) {
      // Fewer incidents may be left than it has.
      return true;
    }
    facts.pack(tx, month, !isPast, clock.instant());
    if (!isPast && isPastNow(tx, month)) {
      throw new IllegalStateException("incidents of " + month + " were removed meanwhile");
    }
    return true;
  }

  private boolean isPastNow(Tx tx, LocalDate month) {
    return PackedMonth.isPast(
        FigureFactRepository.begin(month), figures.removedBefore(tx, Kept.INCIDENTS));
  }

  /** The first month of UTC that is not over for long enough. */
  static LocalDate firstOpen(Instant now) {
    return monthOf(now.minus(SETTLED));
  }

  static LocalDate monthOf(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
  }
}
