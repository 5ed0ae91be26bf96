package dev.imas.core.retention;

import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code imas_retention_overdue_seconds}: by how long each table's oldest remaining row may have
 * outlived its retention. It is read from the database, so that every process shows the same, and
 * that it grows even if no process removes rows.
 */
public final class RetentionGauge {

  private final Transactions transactions;
  private final RetentionConfig config;
  private final InstantSource clock;
  private final PurgeRepository rows = new PurgeRepository();
  private final PartitionRepository partitions = new PartitionRepository();
  private final Map<String, Long> overdue = new ConcurrentHashMap<>();

  private RetentionGauge(Transactions transactions, RetentionConfig config, InstantSource clock) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** Registers the gauges, and returns what measures them. */
  public static MeasuredFigure of(
      Transactions transactions,
      RetentionConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    RetentionGauge gauge = new RetentionGauge(transactions, config, clock);
    for (DyingTable table : DyingTable.values()) {
      gauge.register(table.table(), meters);
    }
    config.partitions().keySet().forEach(table -> gauge.register(table, meters));
    return new MeasuredFigure("retention", 0, gauge::measure);
  }

  private void register(String table, MeterRegistry meters) {
    overdue.put(table, 0L);
    Gauge.builder("imas.retention.overdue.seconds", () -> overdue.getOrDefault(table, 0L))
        .description("By how long the oldest remaining row may have outlived its retention")
        .tag("table", table)
        .register(meters);
  }

  private Future<Long> measure() {
    Instant now = clock.instant();
    Future<Void> measured = measurePartitions(now);
    for (DyingTable table : DyingTable.values()) {
      measured = measured.compose(done -> measureRows(table, now));
    }
    return measured.map(done -> overdue.values().stream().mapToLong(Long::longValue).sum());
  }

  private Future<Void> measureRows(DyingTable table, Instant now) {
    Instant before = RetentionConfig.before(now, table.keep(config));
    return transactions
        .runUnbound(tx -> rows.due(tx, table, before))
        .map(
            due -> {
              overdue.put(
                  table.table(),
                  due.stream().mapToLong(pass -> pass.overdue().toSeconds()).max().orElse(0));
              return null;
            });
  }

  private Future<Void> measurePartitions(Instant now) {
    return transactions
        .runUnbound(partitions::list)
        .map(
            all -> {
              Map<String, Long> longest = new TreeMap<>();
              config.partitions().keySet().forEach(table -> longest.put(table, 0L));
              for (PartitionRepository.Partition partition : all) {
                Duration keep = config.partitions().get(partition.parent());
                if (keep != null) {
                  long late = Duration.between(partition.ends().plus(keep), now).toSeconds();
                  longest.merge(partition.parent(), late, Math::max);
                }
              }
              overdue.putAll(longest);
              return null;
            });
  }
}
