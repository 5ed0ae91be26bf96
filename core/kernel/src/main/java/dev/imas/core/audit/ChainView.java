package dev.imas.core.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain of a tenant's audit as it is shown.
 *
 * @param sealedTo the number of the last seal; 0 if there is none
 * @param waiting how many entries wait for their seal, counted up to 10,000
 */
record ChainView(
    long sealedTo,
    @Nullable Instant sealedAt,
    long waiting,
    @Nullable CheckpointView checkpoint,
    @Nullable RefusalView refusal) {

  /**
   * @param sentTo where it was put outside of the database; empty: nowhere
   * @param note the signed note itself
   */
  record CheckpointView(long number, Instant at, List<String> sentTo, String note) {}

  /**
   * @param number of the seal that is missing or another than was signed
   */
  record RefusalView(long number, String reason, Instant since) {}
}
