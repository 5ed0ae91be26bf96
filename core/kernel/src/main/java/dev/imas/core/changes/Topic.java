package dev.imas.core.changes;

import dev.imas.core.access.Permission;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the feed is about. A further topic, such as silences, is a constant and a value of the
 * table.
 */
public enum Topic {
  INCIDENT(Permission.INCIDENT_READ),
  ALERT(Permission.ALERT_READ),
  DELIVERY(Permission.DELIVERY_READ),
  SCHEDULE(Permission.ON_CALL_READ),

  /** Whose inbox has something new; the subject is the user. Deliveries tell as much. */
  INBOX(Permission.DELIVERY_READ);

  private final Permission permission;

  Topic(Permission permission) {
    this.permission = permission;
  }

  /** What a subscriber needs to be told of it. */
  Permission permission() {
    return permission;
  }

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Topic> named(String wireName) {
    return Arrays.stream(values()).filter(t -> t.wireName().equals(wireName)).findFirst();
  }
}
