package dev.imas.gateway.sender.custom;

import dev.imas.gateway.decode.FoldedName;
import dev.imas.gateway.decode.SenderTime;
import java.util.Locale;
import java.util.Set;

/**
 * Fields that say how or when an alert is, rather than which one it is. A sender changes them from
 * post to post. They are recognised by their names or by their values; other changing fields cannot
 * be recognised.
 */
final class ChangingFields {

  /** Folded names. */
  private static final Set<String> NAMES =
      Set.of(
          // states
          "status",
          "state",
          "alertstatus",
          "alertstate",
          "statustext",
          "statuscode",
          "oldstatus",
          "oldstate",
          "newstatus",
          "newstate",
          "previousstatus",
          "previousstate",
          "laststate",
          "severity",
          "priority",
          "level",
          "urgency",
          "color",
          "colour",
          // measurements
          "value",
          "values",
          "currentvalue",
          "metricvalue",
          "count",
          "counter",
          "total",
          "current",
          "score",
          "percent",
          "percentage",
          "usage",
          "load",
          "latency",
          "duration",
          "elapsed",
          "uptime",
          "downtime",
          "age",
          "occurrences",
          "attempt",
          "attempts",
          "retry",
          "retries",
          "sequence",
          "seq",
          // times
          "time",
          "ts",
          "date",
          "datetime",
          "now",
          "epoch",
          "clock",
          "created",
          "updated",
          "modified",
          "started",
          "ended",
          "since",
          "until",
          "firstseen",
          "lastseen",
          // what belongs to one post
          "eventid",
          "messageid",
          "notificationid",
          "deliveryid",
          "requestid",
          "correlationid",
          "traceid",
          "spanid",
          "nonce",
          "pid");

  private static final String[] ENDINGS = {"_at", "At", "_time", "Time", "_date", "Date", "_ts"};

  private static final Set<String> STATES =
      Set.of(
          "firing",
          "alerting",
          "triggered",
          "open",
          "opened",
          "active",
          "problem",
          "down",
          "fail",
          "failed",
          "failing",
          "failure",
          "resolved",
          "ok",
          "okay",
          "recovered",
          "recovery",
          "closed",
          "cleared",
          "clear",
          "inactive",
          "up",
          "normal",
          "healthy",
          "unhealthy",
          "passing",
          "success",
          "acknowledged",
          "pending",
          "unknown",
          "true",
          "false",
          "yes",
          "no",
          "on",
          "off",
          // severities
          "critical",
          "crit",
          "fatal",
          "emergency",
          "disaster",
          "high",
          "error",
          "major",
          "warning",
          "warn",
          "medium",
          "average",
          "info",
          "low",
          "minor",
          "debug");

  private static final int LONGEST_STATE = 16;

  /** The number of characters of 2026-07-01. */
  private static final int DATE = 10;

  private ChangingFields() {}

  static boolean isNamed(String name) {
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return FoldedName.endsWith(name, "timestamp") || NAMES.contains(FoldedName.of(name));
  }

  /** Whether this text is only a word for a state. */
  static boolean isState(String text) {
    String word = text.strip();
    return word.length() <= LONGEST_STATE && STATES.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether this text is a time, or a measured number. */
  static boolean isReading(String text) {
    String word = text.strip();
    return isMeasured(word) || isCalendar(word);
  }

  private static boolean isCalendar(String word) {
    boolean may = word.length() >= DATE && word.charAt(4) == '-' && word.charAt(7) == '-';
    return may
        && SenderTime.read(word.length() == DATE ? word + "T00:00:00Z" : word)
            != SenderTime.UNREADABLE;
  }

  /**
   * {@code 95.3}, {@code -0.5} and {@code 97 %} are measured; {@code 5432} may be a port, {@code
   * 1.2.3} a release.
   */
  private static boolean isMeasured(String word) {
    int at = word.startsWith("-") || word.startsWith("+") ? 1 : 0;
    int digits = at;
    int points = 0;
    while (at < word.length() && (isDigit(word.charAt(at)) || word.charAt(at) == '.')) {
      points += word.charAt(at) == '.' ? 1 : 0;
      at++;
    }
    if (at == digits || points > 1) {
      return false;
    }
    String unit = word.substring(at).strip();
    return unit.equals("%") || (unit.isEmpty() && points == 1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
