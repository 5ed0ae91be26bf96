package dev.imas.core.procedure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a runbook can say of the incident that it is followed for: {@code {{service_name}}}. */
public enum Placeholder {
  INCIDENT_ID,
  INCIDENT_SHORT_ID,
  SERVICE_NAME,
  SERVICE_ID,
  TEAM_NAME,
  SEVERITY,
  ALERT_NAME,
  ENVIRONMENT;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  static Optional<Placeholder> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName.equals(wireName)).findFirst();
  }

  public static List<String> wireNames() {
    return Arrays.stream(values()).map(Placeholder::wireName).toList();
  }
}
