package dev.imas.core.obligation;

import dev.imas.core.regime.DutyEvent;
import dev.imas.core.regime.DutyEvent.Waiver;
import dev.imas.core.regime.LegalFact;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a duty, which is never changed.
 *
 * @param name which fact, or of which stage
 * @param at when it was; null: a fact is withdrawn, or a stage ends without a report
 * @param proof of a submission
 */
record ObligationEvent(
    int seq,
    Kind kind,
    String name,
    @Nullable Instant at,
    @Nullable String reason,
    @Nullable Proof proof,
    String author,
    Instant recordedAt) {

  /** What was written down. */
  enum Kind {
    FACT,
    SUBMISSION,
    NOT_REQUIRED,
    IMPOSSIBLE;

    /** The name in JSON and in the database. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind named(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * That a report was submitted.
   *
   * @param reference what the authority calls it
   * @param sha256 of the document, in lower-case hexadecimal digits
   */
  record Proof(
      String authority, String reference, String submittedBy, String document, String sha256) {}

  DutyEvent forDuty() {
    return switch (kind) {
      case FACT -> new DutyEvent.Stated(LegalFact.named(name).orElseThrow(), at);
      case SUBMISSION -> new DutyEvent.Submitted(name, Objects.requireNonNull(at));
      case NOT_REQUIRED -> new DutyEvent.Waived(name, Waiver.NOT_REQUIRED);
      case IMPOSSIBLE -> new DutyEvent.Waived(name, Waiver.IMPOSSIBLE);
    };
  }
}
