package dev.imas.core.postmortem;

import dev.imas.core.model.Severity;
import java.util.Locale;
import java.util.Optional;

/** Why an incident must have a post-mortem (COL-11). Pure. */
enum DutyCause {
  /** It ended as a SEV1. */
  SEV1,
  /** It ended as a SEV2, and concerned somebody else, too. */
  SEV2_WITH_SCOPE,
  /** Nobody had acknowledged it by the fourth step of its escalation. */
  ESCALATION_STEP_4;

  /** The step of an escalation from which on one is required, counted from 1. */
  static final int STEP = 4;

  /**
   * Decides by how an incident ended. Of several causes it is the first.
   *
   * @param hasScope whether it has an impact scope
   * @param escalated whether step {@value #STEP} of its escalation was reached
   */
  static Optional<DutyCause> of(Severity severity, boolean hasScope, boolean escalated) {
    if (severity == Severity.SEV1_CRITICAL) {
      return Optional.of(SEV1);
    }
    if (severity == Severity.SEV2_HIGH && hasScope) {
      return Optional.of(SEV2_WITH_SCOPE);
    }
    return escalated ? Optional.of(ESCALATION_STEP_4) : Optional.empty();
  }

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DutyCause named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
