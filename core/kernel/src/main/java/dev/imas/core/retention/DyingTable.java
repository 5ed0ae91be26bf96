package dev.imas.core.retention;

import java.time.Duration;
import java.util.function.Function;

/**
 * Tables whose rows are purged one by one. The order is such that rows are purged before the rows
 * they refer to.
 */
enum DyingTable {
  ALERT("alert", "SELECT died, has_more FROM purge_alerts($1, $2, $3)", RetentionConfig::alerts),
  DELIVERY(
      "delivery",
      "SELECT died, has_more FROM purge_deliveries($1, $2, $3)",
      RetentionConfig::deliveries),
  INCIDENT(
      "incident",
      "SELECT died, has_more FROM purge_incidents($1, $2, $3)",
      RetentionConfig::incidents);

  private final String table;
  private final String batch;
  private final Function<RetentionConfig, Duration> keep;

  DyingTable(String table, String batch, Function<RetentionConfig, Duration> keep) {
    this.table = table;
    this.batch = batch;
    this.keep = keep;
  }

  /** The name in passes and metrics. */
  String table() {
    return table;
  }

  /** The statement that makes one batch. */
  String batch() {
    return batch;
  }

  Duration keep(RetentionConfig config) {
    return keep.apply(config);
  }
}
