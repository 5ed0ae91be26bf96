package dev.imas.core.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert has been followed.
 *
 * @param appliedSeq transitions up to this one are done
 * @param incidentId where its recovery goes, whatever today's rules say
 */
public record Progress(UUID fingerprint, int appliedSeq, @Nullable UUID incidentId) {

  static Progress none(UUID fingerprint) {
    return new Progress(fingerprint, 0, null);
  }
}
