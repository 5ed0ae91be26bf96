package dev.imas.core.assignment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part in the work on an incident. At most one person has it at a time. */
enum IncidentRole {
  /** Leads the work. It is the incident's lead. */
  COMMANDER,
  /** Works on the cause, or directs those who do. */
  OPERATIONS,
  /** Informs customers and management. */
  COMMUNICATIONS,
  /** Takes the minutes. */
  SCRIBE;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** At the beginning of a sentence. */
  String title() {
    return name().charAt(0) + wireName().substring(1);
  }

  static Optional<IncidentRole> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }

  static String wireNames() {
    return Arrays.stream(values()).map(IncidentRole::wireName).collect(Collectors.joining(", "));
  }
}
