package dev.imas.core.incident;

import java.util.Locale;
import java.util.Optional;

/** A moment of an incident that people may be told of. */
public enum IncidentEvent {
  TRIGGERED(true),
  REOPENED(true),
  SEVERITY_CHANGED(true),
  /** It belongs to another team now, which is called. */
  SERVICE_CHANGED(true),
  /** News for the team that it belonged to until now. */
  HANDED_OVER(false),
  /** Nothing of it fired any more, or it was mitigated, and now something does. */
  REFIRED(true),
  /** More alerts have joined those that fire. */
  GREW(false),
  ACKNOWLEDGED(false),
  MITIGATED(false),
  RESOLVED(false);

  private final String wireName = "incident." + name().toLowerCase(Locale.ROOT);
  private final boolean calls;

  IncidentEvent(boolean calls) {
    this.calls = calls;
  }

  /** By its name in deliveries; empty for one that this version does not know. */
  public static Optional<IncidentEvent> named(String wireName) {
    for (IncidentEvent event : values()) {
      if (event.wireName.equals(wireName)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** As in deliveries: {@code incident.triggered}. */
  public String wireName() {
    return wireName;
  }

  /** Calls people to work; the others are news for those who were called before. */
  public boolean calls() {
    return calls;
  }
}
