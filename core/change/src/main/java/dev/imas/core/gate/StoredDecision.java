package dev.imas.core.gate;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gate as it is stored.
 *
 * @param basis what it was computed from
 * @param override null: nobody has overridden it
 */
record StoredDecision(
    UUID id,
    GateQuestion question,
    String ref,
    String run,
    String runUrl,
    boolean isDryRun,
    String askedBy,
    GateAnswer answer,
    Basis basis,
    @Nullable Override override) {

  /**
   * What an answer was computed from.
   *
   * @param rules the version of the rules
   */
  record Basis(int rules, GateQuestion question, GateWorld world) {}

  record Override(Instant at, String by, String reason) {}

  /** What the deployment was told in the end. */
  GateDecision effective() {
    return override == null ? answer.decision() : GateDecision.ALLOW;
  }

  /** Whether the deployment may start at that time because of it. */
  boolean isGoodAt(Instant at) {
    Instant end = answer.leaseUntil();
    return end != null && at.isBefore(end);
  }

  /** Whether it is about the same deployment. */
  boolean concerns(GateQuestion other, boolean dryRun) {
    return isDryRun == dryRun
        && question.service().id().equals(other.service().id())
        && question.environment().equalsIgnoreCase(other.environment())
        && question.sha().equals(other.sha())
        && question.incidents().equals(other.incidents())
        && Objects.equals(question.window(), other.window());
  }
}
