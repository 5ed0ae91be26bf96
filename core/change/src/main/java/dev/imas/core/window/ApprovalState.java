package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Where the approval of a deployment window stands. */
enum ApprovalState {
  /** Its environment's tier asks for none. */
  NOT_NEEDED,
  /** Nobody has asked for it. */
  DRAFT,
  SUBMITTED,
  APPROVED,
  REFUSED,
  /** What was submitted has changed since. */
  VOID,
  /** The window was over before it began. */
  EXPIRED;

  private static final ApprovalState[] BY_NUMBER = values();

  /** The number that statements use, from 1. */
  int number() {
    return ordinal() + 1;
  }

  static ApprovalState of(int number) {
    return BY_NUMBER[number - 1];
  }

  static Optional<ApprovalState> parse(String word) {
    for (ApprovalState state : BY_NUMBER) {
      if (state.wireName().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether a deployment may start as far as it goes. */
  boolean lets() {
    return this == NOT_NEEDED || this == APPROVED;
  }

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
