package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to approve a deployment window as it was then.
 *
 * @param digest of what was submitted
 * @param quorum how many approvals make it approved
 * @param validFrom the window may begin then, or later
 * @param validUntil it may end then, or earlier
 * @param submitterId null: a program submitted it
 * @param decidedAt null: it waits
 */
record ApprovalRequest(
    UUID id,
    String digest,
    int quorum,
    Instant validFrom,
    Instant validUntil,
    String submittedBy,
    @Nullable UUID submitterId,
    Instant submittedAt,
    State state,
    @Nullable Instant decidedAt,
    List<Vote> votes) {

  enum State {
    SUBMITTED,
    APPROVED,
    REFUSED,
    VOID;

    private static final State[] BY_NUMBER = values();

    /** The stored number, from 1. */
    int number() {
      return ordinal() + 1;
    }

    static State of(int number) {
      return BY_NUMBER[number - 1];
    }

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param by the name of the person, as it was then
   */
  record Vote(UUID user, String by, boolean approves, String comment, Instant at) {}

  ApprovalRequest {
    votes = List.copyOf(votes);
  }

  boolean isOpen() {
    return state == State.SUBMITTED || state == State.APPROVED;
  }

  ApprovalRequest with(List<Vote> cast) {
    return new ApprovalRequest(
        id,
        digest,
        quorum,
        validFrom,
        validUntil,
        submittedBy,
        submitterId,
        submittedAt,
        state,
        decidedAt,
        cast);
  }
}
