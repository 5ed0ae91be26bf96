package dev.imas.core.statuspage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a component is, from the best to the worst. */
enum ComponentState {
  OPERATIONAL,
  MAINTENANCE,
  DEGRADED,
  PARTIAL_OUTAGE,
  MAJOR_OUTAGE;

  /** As the API and the database have it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ComponentState> named(String wireName) {
    return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ComponentState::wireName).toList();
  }

  ComponentState worse(ComponentState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
