package dev.imas.core.stakeholder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far the work is, as stakeholders and the public are told. */
public enum UpdateStatus {
  INVESTIGATING,
  IDENTIFIED,
  MONITORING,
  RESOLVED;

  /** As the API and the database have it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<UpdateStatus> named(String wireName) {
    return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(UpdateStatus::wireName).toList();
  }
}
