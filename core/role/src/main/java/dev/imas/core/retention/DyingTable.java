package dev.imas.core.retention;

import java.time.Duration;
import java.util.function.Function;

/** Tables whose rows die one by one, in the order in which they let go of each other. */
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

  /** As passes and metrics name it. */
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
