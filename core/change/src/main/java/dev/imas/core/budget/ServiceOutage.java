package dev.imas.core.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time for which a service was broken: from the detection of an incident until it was mitigated,
 * or else resolved.
 *
 * @param severity 1 or 2
 * @param until null: it still is
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ServiceOutage(
    UUID id, String shortId, int severity, Instant from, @Nullable Instant until) {

  /** Whether it had not ended by then. */
  boolean isOpenAt(Instant at) {
    return until == null || until.isAfter(at);
  }

  /** Its end, or that moment if it comes first. */
  Instant endBy(Instant at) {
    return until == null || until.isAfter(at) ? at : until;
  }
}
