package dev.imas.gateway.sender.datadog;

import java.util.Locale;

/** The values of {@code $ALERT_TRANSITION}. */
enum DatadogTransition {
  FIRING,
  RECOVERED,
  UNKNOWN;

  static DatadogTransition of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT).replace("-", "").replace(" ", "")) {
      case "triggered",
          "retriggered",
          "warn",
          "rewarn",
          "warning",
          "nodata",
          "renodata",
          "renotify",
          "alert" ->
          FIRING;
      case "recovered", "resolved", "ok" -> RECOVERED;
      default -> UNKNOWN;
    };
  }
}
