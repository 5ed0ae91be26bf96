package dev.imas.core.contact;

import dev.imas.core.model.Severity;
import java.util.Locale;

/** How urgent an incident is to a person: for each of the two there are rules of its own. */
public enum Urgency {
  /** SEV1 and SEV2. */
  HIGH,
  /** SEV3 and SEV4. */
  LOW;

  public static Urgency of(Severity severity) {
    return severity.isCritical() ? HIGH : LOW;
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Urgency named(String wireName) {
    for (Urgency urgency : values()) {
      if (urgency.wireName().equals(wireName)) {
        return urgency;
      }
    }
    throw new IllegalArgumentException("no urgency: " + wireName);
  }

  /** As in JSON and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
