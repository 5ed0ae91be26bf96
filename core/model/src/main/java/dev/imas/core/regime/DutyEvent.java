package dev.imas.core.regime;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something that was written down about a duty. Nothing of it is ever changed or removed. */
public sealed interface DutyEvent {

  /**
   * @param at null: what was stated before is withdrawn
   */
  record Stated(LegalFact fact, @Nullable Instant at) implements DutyEvent {}

  /**
   * @param at when the authority got it
   */
  record Submitted(String stage, Instant at) implements DutyEvent {}

  /** A stage ends without a report, with a reason. */
  record Waived(String stage, Waiver waiver) implements DutyEvent {}

  /** Why there is no report. */
  enum Waiver {
    NOT_REQUIRED,
    IMPOSSIBLE;

    /** The name in JSON and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
