package dev.imas.core.runbook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a step of an incident's runbook is. */
enum StepState {
  PENDING,
  DONE,
  SKIPPED,
  FAILED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  String wireName() {
    return wireName;
  }

  static Optional<StepState> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName.equals(wireName)).findFirst();
  }
}
