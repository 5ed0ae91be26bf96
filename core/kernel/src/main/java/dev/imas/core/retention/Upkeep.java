package dev.imas.core.retention;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.EachTenant;
import dev.imas.core.work.FanOut;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** What the platform's timers do to tables that grow. Everything here can be repeated. */
public final class Upkeep {

  private static final Duration AHEAD = Duration.ofDays(7);

  private final Transactions transactions;
  private final RetentionConfig config;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Purge purge;
  private final EachTenant each;
  private final PartitionRepository partitions = new PartitionRepository();

  public Upkeep(
      Vertx vertx,
      Transactions transactions,
      RetentionConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.meters = meters;
    this.each = new EachTenant(transactions);
    this.purge = new Purge(vertx, transactions, config, clock, System::nanoTime, meters);
  }

  /** Removes rows past their retention in small batches, in tables without partitions. */
  public Future<String> purgeRows() {
    return purge.run();
  }

  /** Creates partitions for the coming days. */
  public Future<String> makePartitions() {
    return transactions
        .runUnbound(tx -> partitions.create(tx, AHEAD))
        .map(made -> made + " partitions made");
  }

  /**
   * Drops the partitions past their retention, each in a transaction of its own. One that is being
   * read is left for the next run, so that writers do not wait.
   */
  public Future<String> dropPartitions() {
    return transactions
        .runUnbound(partitions::list)
        .compose(all -> FanOut.over(1, all, this::dropIfPast))
        .compose(
            ends -> {
              int busy = Collections.frequency(ends, End.BUSY);
              String dropped = Collections.frequency(ends, End.DROPPED) + " partitions dropped";
              return busy == 0
                  ? Future.succeededFuture(dropped)
                  : Future.failedFuture(
                      new IllegalStateException(busy + " partitions are in use; " + dropped));
            });
  }

  private enum End {
    KEPT,
    DROPPED,
    BUSY
  }

  private Future<End> dropIfPast(PartitionRepository.Partition partition) {
    return mayGo(partition)
        .compose(may -> may ? drop(partition) : Future.succeededFuture(End.KEPT));
  }

  private Future<End> drop(PartitionRepository.Partition partition) {
    return transactions
        .runUnbound(tx -> partitions.drop(tx, partition))
        .map(
            dropped -> {
              count(partition);
              return End.DROPPED;
            })
        .recover(
            cause ->
                DatabaseFailure.of(cause) == DatabaseFailure.LOCKED
                    ? Future.succeededFuture(End.BUSY)
                    : Future.failedFuture(cause));
  }

  private Future<Boolean> mayGo(PartitionRepository.Partition partition) {
    Duration keep = config.partitions().get(partition.parent());
    Instant now = clock.instant();
    if (keep == null) {
      return Future.succeededFuture(false);
    }
    if (!partition.ends().plus(keep).isAfter(now)) {
      return Future.succeededFuture(true);
    }
    // Timeline entries are purged with their incidents, most of them long before this.
    return partition.parent().equals(RetentionConfig.TIMELINE)
            && !partition.ends().plus(config.incidents()).isAfter(now)
        ? transactions.runUnbound(tx -> partitions.isEmpty(tx, partition))
        : Future.succeededFuture(false);
  }

  private void count(PartitionRepository.Partition partition) {
    Counter.builder("imas.retention.partitions")
        .description("Partitions dropped because they were past their retention")
        .tag("table", partition.parent())
        .register(meters)
        .increment();
  }

  public Future<List<TenantId>> tenants() {
    return each.tenants();
  }

  /** Runs something inside each tenant. It fails at the end if some of them did. */
  public Future<String> forEachTenant(TenantTask task) {
    return each.run((tx, tenant) -> task.run(tx))
        .compose(EachTenant.Outcome::orFail)
        .map(all -> all.done().size() + " tenants");
  }

  /** Work in a tenant, as {@link EachTenant} has it done. */
  @FunctionalInterface
  public interface TenantTask {
    Future<Void> run(Tx tx);
  }
}
