package dev.imas.core.retention;

import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * How long ended rows are kept. A row is never kept for longer than what it refers to.
 *
 * @param partitions how long a partition is kept after its end, by table
 * @param receipts how long receipts can be read; they come from the journal
 * @param alerts how long after the end of the alert and its incident
 * @param deliveries how long after the end of the delivery and its incident
 * @param incidents how long after the incident was resolved and last changed
 * @param shifts how long after the end of the shift
 * @param deployments how long after they were last told anything; pushes as long
 */
public record RetentionConfig(
    Map<String, Duration> partitions,
    Duration receipts,
    Duration alerts,
    Duration deliveries,
    Duration incidents,
    Duration shifts,
    Duration deployments) {

  static final String TIMELINE = "timeline";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MOST = Duration.ofDays(3650);

  public RetentionConfig {
    partitions = Map.copyOf(partitions);
  }

  /**
   * @param reopenWindow how long after its end an incident may be reopened by alerts
   */
  public static RetentionConfig read(Settings in, Duration reopenWindow) {
    Kept journal = kept(in, "transitions", Duration.ofDays(30));
    Kept letters = kept(in, "dead-letters", Duration.ofDays(30));
    Kept sides = kept(in, "side-events", Duration.ofDays(30));
    Kept ledger = kept(in, "ledger", Duration.ofDays(90));
    Kept attempts = kept(in, "delivery-attempts", Duration.ofDays(90));
    Kept alerts = kept(in, "alerts", longest(Duration.ofDays(30), journal));
    Duration week = Duration.ofDays(7);
    Kept repeats = kept(in, "repeats", alerts.time.compareTo(week) < 0 ? alerts.time : week);
    Kept deliveries = kept(in, "deliveries", longest(Duration.ofDays(90), attempts));
    Kept incidents =
        kept(in, "incidents", longest(Duration.ofDays(365), ledger, alerts, deliveries));
    Kept shifts = kept(in, "shifts", Duration.ofDays(730));
    Kept deployments = kept(in, "deployments", Duration.ofDays(730));
    Kept timeline = kept(in, TIMELINE, longest(Duration.ofDays(730), incidents));
    Duration receipts =
        in.duration("core.retention.receipts", Duration.ofDays(7), Duration.ofMinutes(1), MOST);
    journal.outlasts(in, new Kept("core.retention.receipts", receipts));
    alerts.outlasts(in, journal);
    alerts.outlasts(in, repeats);
    deliveries.outlasts(in, attempts);
    incidents.outlasts(in, alerts);
    incidents.outlasts(in, deliveries);
    incidents.outlasts(in, new Kept("core.reopen-window", reopenWindow));
    timeline.outlasts(in, incidents);
    return new RetentionConfig(
        Map.of(
            "transition",
            journal.time,
            "dead_letter",
            letters.time,
            "side_event",
            sides.time,
            "recent_body",
            DAY,
            "repeat_quarter",
            repeats.time,
            "ledger",
            ledger.time,
            "delivery_attempt",
            attempts.time,
            TIMELINE,
            timeline.time),
        receipts,
        alerts.time,
        deliveries.time,
        incidents.time,
        shifts.time,
        deployments.time);
  }

  /** How long repeats are kept. */
  public Duration repeats() {
    return Objects.requireNonNull(partitions.get("repeat_quarter"));
  }

  /**
   * Rows that ended before this time are past their retention. It is the start of a day, as with
   * partitions, so that a table is read through once a day.
   */
  static Instant before(Instant now, Duration keep) {
    return now.minus(keep).truncatedTo(ChronoUnit.DAYS);
  }

  private record Kept(String key, Duration time) {

    void outlasts(Settings in, Kept other) {
      if (time.compareTo(other.time) < 0) {
        in.fault(
            "%s is %s, shorter than %s, which is %s; set %s to %s or more, or %s to %s or less"
                .formatted(
                    key,
                    inWords(time),
                    other.key,
                    inWords(other.time),
                    key,
                    inWords(other.time),
                    other.key,
                    inWords(time)));
      }
    }
  }

  private static Kept kept(Settings in, String what, Duration otherwise) {
    String key = "core.retention." + what;
    return new Kept(key, in.duration(key, otherwise, DAY, MOST));
  }

  private static Duration longest(Duration least, Kept... others) {
    Duration longest = least;
    for (Kept other : others) {
      longest = other.time.compareTo(longest) > 0 ? other.time : longest;
    }
    return longest;
  }

  /** The duration as it is written in a setting. */
  static String inWords(Duration time) {
    return time.equals(time.truncatedTo(ChronoUnit.DAYS))
        ? time.toDays() + "d"
        : time.toMinutes() + "m";
  }
}
