package dev.imas.core.incident;

import java.util.Locale;
import java.util.Optional;

/** A moment of an incident that people may be told about. */
public enum IncidentEvent {
  TRIGGERED(true),
  REOPENED(true),
  SEVERITY_CHANGED(true),
  /** It belongs to another team now, which is paged. */
  SERVICE_CHANGED(true),
  /** An update for the team that it belonged to until now. */
  HANDED_OVER(false),
  /** No alert fired any more, or it was mitigated, and now an alert fires. */
  REFIRED(true),
  /** Nobody has acknowledged it, so a later step of its escalation tells people. */
  ESCALATED(true),
  /**
   * Alerts have joined it that nobody was told of, and its rule says that people are called again.
   */
  JOINED(true),
  /** Nobody has acknowledged it, and no escalation is under way: the team is called again. */
  REMINDED(true),
  /** An acknowledgement was taken back, or has ended by itself: nobody works on it. */
  UNACKNOWLEDGED(true),
  /** It concerns others, who are told: the recipients of an impact scope. */
  SCOPE_ADDED(true),
  /** More alerts fire in it. */
  GREW(false),
  ACKNOWLEDGED(false),
  MITIGATED(false),
  RESOLVED(false),
  /** Its alerts belong to another incident now. */
  MERGED(false),
  /** The time within which it was to be acknowledged or resolved is over. */
  BREACHED(false),
  /** Somebody wrote an update for its stakeholders. */
  UPDATED(false);

  private final String wireName = "incident." + name().toLowerCase(Locale.ROOT);
  private final boolean calls;

  IncidentEvent(boolean calls) {
    this.calls = calls;
  }

  /** Finds an event by its name in deliveries; empty for an unknown one. */
  public static Optional<IncidentEvent> named(String wireName) {
    for (IncidentEvent event : values()) {
      if (event.wireName.equals(wireName)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** The name in deliveries, such as {@code incident.triggered}. */
  public String wireName() {
    return wireName;
  }

  /** Whether it pages people. The others are updates for those who were told before. */
  public boolean calls() {
    return calls;
  }

  /** Whether it calls those who mend it. The others are called to know of it. */
  public boolean callsResponders() {
    return calls && this != SCOPE_ADDED;
  }

  /** Whether it calls the team's channels, besides the people called. */
  boolean callsTeam() {
    return callsResponders() && this != ESCALATED;
  }

  /**
   * Whether it also goes to everybody who was told of the incident: they may believe that somebody
   * works on it, or that what they were told is all.
   */
  boolean callsWhoWasTold() {
    return this == UNACKNOWLEDGED || this == JOINED;
  }

  /** Whether it calls about what people were called to before. */
  public boolean repeats() {
    return this == ESCALATED || this == REMINDED || this == JOINED;
  }
}
