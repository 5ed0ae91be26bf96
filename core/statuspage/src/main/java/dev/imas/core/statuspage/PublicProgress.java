package dev.imas.core.statuspage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far the work on a published incident is. */
enum PublicProgress {
  INVESTIGATING,
  IDENTIFIED,
  MONITORING,
  RESOLVED;

  /** As the API and the database have it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PublicProgress> named(String wireName) {
    return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(PublicProgress::wireName).toList();
  }
}
