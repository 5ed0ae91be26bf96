package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of an answer.
 *
 * @param subject the name of what it is about: a freeze, an incident, a team
 * @param text the whole sentence, in English
 * @param until when it ends by itself; null: it does not, or nobody knows
 * @param link the page that has more, with its slash; null: there is none
 * @param blocking whether it keeps the deployment from starting
 * @param cure what helps, in English; null: nothing has to be done
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GateReason(
    Code code,
    String subject,
    String text,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String link,
    boolean blocking,
    @Nullable String cure) {

  public enum Code {
    FREEZE,
    /** A freeze that only records what it would stop. */
    FREEZE_OBSERVED,
    /** A freeze that does not hold for whoever mends an open incident. */
    FREEZE_EMERGENCY,
    /** It begins while the answer is still good. */
    FREEZE_AHEAD,
    OPEN_INCIDENT,
    /** The deployment is to mend it. */
    NAMED_INCIDENT,
    /** What was named is no open SEV1 or SEV2 that concerns the service. */
    NAMED_INCIDENT_ELSEWHERE,
    DEPLOYMENT_IN_PROGRESS,
    NOBODY_ON_CALL,
    /** Going back to what ran before is always allowed. */
    ROLLBACK,
    /** The deployment belongs to it. */
    WINDOW,
    /** It is for another service or environment. */
    WINDOW_ELSEWHERE,
    WINDOW_UNAPPROVED,
    /** It has not begun. */
    WINDOW_AHEAD,
    /** It has ended, or was cancelled. */
    WINDOW_OVER,
    /** The service was broken for longer than its error budget allows. */
    BUDGET_SPENT,
    /** The database does not answer, so the tenant's setting decides. */
    GATE_TIMEOUT;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it says the same, apart from times that pass. */
  boolean isLike(GateReason other) {
    return code == other.code && subject.equals(other.subject) && blocking == other.blocking;
  }
}
