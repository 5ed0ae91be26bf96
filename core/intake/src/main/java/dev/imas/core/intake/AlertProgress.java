package dev.imas.core.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert's changes have been processed.
 *
 * @param appliedSeq the last applied transition
 * @param incidentId the incident that its recovery goes to, whatever today's rules say
 * @param firing whether it counts among that incident's firing alerts
 */
public record AlertProgress(
    UUID fingerprint, int appliedSeq, @Nullable UUID incidentId, boolean firing) {

  static AlertProgress none(UUID fingerprint) {
    return new AlertProgress(fingerprint, 0, null, false);
  }

  /** Whether it fires in that incident. */
  boolean firesIn(UUID incident) {
    return firing && incident.equals(incidentId);
  }
}
