package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What the gate says to a deployment. */
enum GateDecision {
  ALLOW,
  DENY,
  /** What blocks it ends by itself within an hour. */
  WAIT;

  private static final GateDecision[] BY_NUMBER = values();

  /** The stored number, from 1. */
  int number() {
    return ordinal() + 1;
  }

  static GateDecision of(int number) {
    return BY_NUMBER[number - 1];
  }

  static Optional<GateDecision> parse(String word) {
    for (GateDecision decision : BY_NUMBER) {
      if (decision.wireName().equals(word)) {
        return Optional.of(decision);
      }
    }
    return Optional.empty();
  }

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
