package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** How far a deployment window is. */
enum WindowStatus {
  PLANNED,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  ROLLED_BACK,
  CANCELLED;

  private static final WindowStatus[] BY_NUMBER = values();

  /** The stored number, from 1. */
  int number() {
    return ordinal() + 1;
  }

  static WindowStatus of(int number) {
    return BY_NUMBER[number - 1];
  }

  static Optional<WindowStatus> parse(String word) {
    for (WindowStatus status : BY_NUMBER) {
      if (status.wireName().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** How a deployment can end. */
  boolean isOutcome() {
    return this == COMPLETED || this == FAILED || this == ROLLED_BACK;
  }

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
