package dev.imas.core.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one tenant compared with its rows, in one snapshot.
 *
 * @param countedAt when, by the database's clock
 * @param since what is older cannot be compared by the minute, since retention took rows of it;
 *     null if nothing was taken
 * @param tookMs how long PostgreSQL took
 * @param differences how many figures differ
 * @param items the newest of these, at most {@link #MOST}
 */
record Recount(
    Instant countedAt,
    @Nullable Instant since,
    long tookMs,
    long differences,
    List<Difference> items) {

  static final int MOST = 1_000;

  Recount {
    items = List.copyOf(items);
  }

  @JsonProperty
  boolean balanced() {
    return differences == 0;
  }

  /**
   * @param source null for a figure of all sources together
   * @param sourceName null as well for a source that is gone
   * @param minute null for a figure of all time
   * @param figure a disposition, or imbalance: then {@code inLedger} is what was accepted, and
   *     {@code recounted} the sum of its dispositions
   */
  record Difference(
      @Nullable UUID source,
      @Nullable String sourceName,
      @Nullable Instant minute,
      String figure,
      long inLedger,
      long recounted) {}
}
