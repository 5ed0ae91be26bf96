package dev.imas.core.heartbeat;

import java.util.Locale;

/** How a heartbeat fares. */
enum HeartbeatState {
  /** There was no beat yet, so none is missed. */
  WAITING,
  ALIVE,
  /** A beat is due, and its grace is not over. */
  LATE,
  SILENT,
  /** The last run has said that it failed. */
  FAILED,
  /** It is switched off. */
  OFF;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static HeartbeatState of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /** Whether people are told. */
  boolean isTrouble() {
    return switch (this) {
      case SILENT, FAILED -> true;
      case WAITING, ALIVE, LATE, OFF -> false;
    };
  }

  /** As it is stored: that a beat is late follows from the time. */
  HeartbeatState stored() {
    return this == LATE ? ALIVE : this;
  }
}
