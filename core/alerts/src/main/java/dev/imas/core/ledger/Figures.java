package dev.imas.core.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.sqlclient.Row;

/** Counts of accepted alerts and of their dispositions. */
public record Figures(
    long accepted,
    long opened,
    long deduplicated,
    long resolved,
    long reopened,
    long suppressed,
    long stale,
    long deadLettered,
    long dropped,
    long change,
    long action) {

  static Figures of(Row row) {
    return new Figures(
        row.getLong("accepted"),
        row.getLong("opened"),
        row.getLong("deduplicated"),
        row.getLong("resolved"),
        row.getLong("reopened"),
        row.getLong("suppressed"),
        row.getLong("stale"),
        row.getLong("dead_lettered"),
        row.getLong("dropped"),
        row.getLong("change"),
        row.getLong("action"));
  }

  /** Accepted alerts without a disposition. Anything but 0 is a bug. */
  @JsonProperty
  public long imbalance() {
    return accepted
        - opened
        - deduplicated
        - resolved
        - reopened
        - suppressed
        - stale
        - deadLettered
        - dropped
        - change
        - action;
  }
}
