package dev.imas.core.heartbeat;

import java.util.Locale;

/** What counts as a beat. */
enum BeatsBy {
  /** A request to an address of its own. */
  PING,
  /** An alert that fires as long as all is well, such as Prometheus' Watchdog. */
  ALERT,
  /** Whatever a source posts. */
  SOURCE;

  /** As in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static BeatsBy of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
