package dev.imas.core.gate;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the gate answers.
 *
 * @param until when what blocks it ends by itself; null: it does not, or nothing blocks it
 * @param leaseUntil until when the deployment may start; null: it may not
 * @param isEmergency whether it was allowed for the sake of an open incident that it names
 * @param reasons what blocks comes first
 */
record GateAnswer(
    GateDecision decision,
    @Nullable Instant until,
    @Nullable Instant leaseUntil,
    boolean isEmergency,
    List<GateReason> reasons) {

  GateAnswer {
    reasons = List.copyOf(reasons);
  }

  /** Whether it says the same as another, apart from times that pass. */
  boolean isLike(GateAnswer other) {
    return decision == other.decision
        && isEmergency == other.isEmergency
        && reasons.size() == other.reasons.size()
        && IntStream.range(0, reasons.size())
            .allMatch(i -> reasons.get(i).isLike(other.reasons.get(i)));
  }
}
