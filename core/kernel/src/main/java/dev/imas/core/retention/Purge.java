package dev.imas.core.retention;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Repeat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Purges rows one by one. Each batch is a transaction of its own. A pause as long as the batch
 * follows it, so this never uses more than half of a connection's time. Tenants take turns. A run
 * ends after some seconds, and the next one continues there. It is safe to run in several processes
 * at once.
 */
final class Purge {

  /**
   * Rows checked in one transaction. It takes some milliseconds, in which others may wait for a
   * row.
   */
  static final int BATCH = 500;

  private static final Duration RUN = Duration.ofSeconds(5);
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Vertx vertx;
  private final Transactions transactions;
  private final RetentionConfig config;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final PurgeRepository rows = new PurgeRepository();
  private final Map<DyingTable, Counter> died = new EnumMap<>(DyingTable.class);
  private final Map<DyingTable, Timer> batches = new EnumMap<>(DyingTable.class);

  Purge(
      Vertx vertx,
      Transactions transactions,
      RetentionConfig config,
      InstantSource clock,
      LongSupplier nanoTime,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.nanoTime = nanoTime;
    for (DyingTable table : DyingTable.values()) {
      died.put(
          table,
          Counter.builder("imas.retention.rows")
              .description("Rows removed because they were past their retention")
              .tag("table", table.table())
              .register(meters));
      batches.put(
          table,
          Timer.builder("imas.retention.batch")
              .description("Time of one transaction that removes rows past their retention")
              .tag("table", table.table())
              .register(meters));
    }
  }

  /** Removes rows past their retention, as many as the time allows. */
  Future<String> run() {
    long end = nanoTime.getAsLong() + RUN.toNanos();
    Future<Integer> sum = Future.succeededFuture(0);
    for (DyingTable table : DyingTable.values()) {
      sum = sum.compose(before -> table(table, end).map(own -> before + own));
    }
    return sum.map(
        count ->
            count + " rows removed" + (nanoTime.getAsLong() < end ? "" : "; more in the next run"));
  }

  private Future<Integer> table(DyingTable table, long end) {
    if (nanoTime.getAsLong() >= end) {
      return Future.succeededFuture(0);
    }
    Instant before = RetentionConfig.before(clock.instant(), table.keep(config));
    return transactions
        .runUnbound(tx -> rows.due(tx, table, before))
        .compose(
            due -> {
              Deque<TenantId> turns = new ArrayDeque<>();
              due.forEach(pass -> turns.add(pass.tenant()));
              return turns.isEmpty()
                  ? Future.succeededFuture(0)
                  : Repeat.until(
                      0,
                      sum -> turns.isEmpty() || nanoTime.getAsLong() >= end,
                      sum -> turn(table, before, turns).map(died -> sum + died));
            });
  }

  /** A batch of the tenant whose turn it is, and the pause after it. */
  private Future<Integer> turn(DyingTable table, Instant before, Deque<TenantId> turns) {
    TenantId tenant = turns.remove();
    long began = nanoTime.getAsLong();
    return transactions
        .runUnbound(tx -> rows.batch(tx, table, tenant, before, BATCH))
        .compose(
            batch -> {
              long took = nanoTime.getAsLong() - began;
              Objects.requireNonNull(batches.get(table)).record(took, TimeUnit.NANOSECONDS);
              Objects.requireNonNull(died.get(table)).increment(batch.died());
              if (batch.hasMore()) {
                turns.add(tenant);
              }
              return turns.isEmpty()
                  ? Future.succeededFuture(batch.died())
                  : pause(took).map(rested -> batch.died());
            });
  }

  private Future<Void> pause(long nanos) {
    long millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, LONGEST_PAUSE_MILLIS);
    return vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }
}
