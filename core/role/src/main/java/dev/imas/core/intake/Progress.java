package dev.imas.core.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert has been followed.
 *
 * @param appliedSeq transitions up to this one are done
 * @param incidentId where its recovery goes, whatever today's rules say
 * @param firing whether it counts among that incident's firing alerts
 */
public record Progress(
    UUID fingerprint, int appliedSeq, @Nullable UUID incidentId, boolean firing) {

  static Progress none(UUID fingerprint) {
    return new Progress(fingerprint, 0, null, false);
  }

  /** Whether it fires in that incident. */
  boolean firesIn(UUID incident) {
    return firing && incident.equals(incidentId);
  }
}
