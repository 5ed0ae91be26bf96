package dev.imas.core.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.sqlclient.Row;

/** What was accepted, and what became of it. */
public record Figures(
    long accepted,
    long opened,
    long deduplicated,
    long resolved,
    long reopened,
    long suppressed,
    long stale,
    long deadLettered) {

  static Figures of(Row row) {
    return new Figures(
        row.getLong("accepted"),
        row.getLong("opened"),
        row.getLong("deduplicated"),
        row.getLong("resolved"),
        row.getLong("reopened"),
        row.getLong("suppressed"),
        row.getLong("stale"),
        row.getLong("dead_lettered"));
  }

  /** Accepted and not accounted for: can be other than 0, and never is. */
  @JsonProperty
  public long imbalance() {
    return accepted
        - opened
        - deduplicated
        - resolved
        - reopened
        - suppressed
        - stale
        - deadLettered;
  }
}
