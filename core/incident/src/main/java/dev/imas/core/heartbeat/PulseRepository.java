package dev.imas.core.heartbeat;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.heartbeat.Pulse.Reach;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was heard of heartbeats, and writes what core made of it. Only on a virtual thread.
 */
final class PulseRepository {

  private static final String LOCK =
      """
      SELECT h.id, h.name, h.service_id, h.severity, h.beats_by, h.every_seconds, h.grace_seconds, h.matchers, h.source_id,
             o.name AS source, h.least_per_hour, h.is_active, h.watched_since, p.state, p.beat_at, p.failed_at, p.run_id,
             p.silent_after, p.incident_id
        FROM heartbeat_pulse p
        JOIN heartbeat h ON h.tenant_id = p.tenant_id AND h.id = p.heartbeat_id
        LEFT JOIN source o ON o.tenant_id = h.tenant_id AND o.id = h.source_id
       WHERE p.heartbeat_id = ANY ($1::uuid[])
       ORDER BY p.heartbeat_id
         FOR UPDATE OF p\
      """;

  /** Locks them in the order of their ids, against pings too. */
  List<Heartbeat> lock(Tx tx, Collection<UUID> ids) {
    List<Heartbeat> locked = new ArrayList<>();
    tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await()
        .forEach(row -> locked.add(heartbeat(row)));
    return locked;
  }

  private static Heartbeat heartbeat(Row row) {
    return new Heartbeat(
        row.getUUID("id"),
        row.getString("name"),
        row.getUUID("service_id"),
        Severity.of(row.getInteger("severity")),
        BeatsBy.of(row.getString("beats_by")),
        List.of(row.getArrayOfStrings("matchers")),
        row.getUUID("source_id"),
        row.getString("source"),
        row.getInteger("least_per_hour"),
        pulse(row),
        HeartbeatState.of(row.getString("state")),
        row.getString("run_id"),
        row.getUUID("incident_id"));
  }

  static Pulse pulse(Row row) {
    return new Pulse(
        row.getBoolean("is_active"),
        Duration.ofSeconds(row.getInteger("every_seconds")),
        Duration.ofSeconds(row.getInteger("grace_seconds")),
        instant(row, "watched_since"),
        instantOrNull(row, "beat_at"),
        instantOrNull(row, "failed_at"),
        instantOrNull(row, "silent_after"));
  }

  private static final String REACH = "SELECT since, until FROM beats_reach_us($1)";

  static Reach reach(Tx tx, Instant now) {
    RowSet<Row> rows = tx.connection().preparedQuery(REACH).execute(tuple(time(now))).await();
    if (rows.rowCount() == 0) {
      return Reach.NEVER;
    }
    Row row = rows.iterator().next();
    return new Reach(instant(row, "since"), instant(row, "until"));
  }

  private static final String LAGGING = "SELECT source_id, read_up_at FROM sources_that_lag($1)";

  /** Up to when the topics of sources are read, of those that lag. */
  static Map<UUID, Instant> lagging(Tx tx, Instant now) {
    Map<UUID, Instant> all = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(LAGGING).execute(tuple(time(now))).await()) {
      all.put(row.getUUID("source_id"), instant(row, "read_up_at"));
    }
    return all;
  }

  private static final String SAVE =
      """
      UPDATE heartbeat_pulse
         SET state_since = CASE WHEN state = $2 THEN state_since ELSE $3 END, state = $2, beat_at = $4, silent_after = $5,
             incident_id = $6
       WHERE heartbeat_id = $1\
      """;

  /**
   * @param silentAfter the beat after which it was found silent
   */
  void save(
      Tx tx,
      Heartbeat heartbeat,
      HeartbeatState state,
      @Nullable Instant silentAfter,
      @Nullable UUID incident,
      Instant now) {
    tx.connection()
        .preparedQuery(SAVE)
        .execute(
            tuple(
                heartbeat.id(),
                state.stored().wireName(),
                time(now),
                timeOrNull(heartbeat.pulse().beatAt()),
                timeOrNull(silentAfter),
                incident))
        .await();
  }

  private static final String CHANGED =
      "UPDATE heartbeat_pulse SET silent_after = NULL WHERE heartbeat_id = $1";

  // What was heard counts for what was watched.
  private static final String FORGET =
      """
      WITH gone AS (DELETE FROM heartbeat_alert WHERE heartbeat_id = $1)
      UPDATE heartbeat_pulse SET beat_at = NULL, failed_at = NULL, silent_after = NULL WHERE heartbeat_id = $1\
      """;

  /**
   * Its settings have changed, so its silence is judged anew.
   *
   * @param otherBeats something else is a beat now
   */
  void changed(Tx tx, UUID id, boolean otherBeats) {
    tx.connection().preparedQuery(otherBeats ? FORGET : CHANGED).execute(tuple(id)).await();
  }

  private static final String SEEN =
      """
      SELECT greatest(max(a.last_seen) FILTER (WHERE a.last_seen <= $2::timestamptz + interval '5 minutes'),
                      max(r.last_seen) FILTER (WHERE r.last_seen <= $2::timestamptz + interval '5 minutes')) AS seen
        FROM heartbeat_alert h
        JOIN alert_state a ON a.fingerprint = h.fingerprint AND a.tenant_id = h.tenant_id
        LEFT JOIN alert_repeat r ON r.fingerprint = h.fingerprint AND r.tenant_id = h.tenant_id
       WHERE h.heartbeat_id = $1\
      """;

  /**
   * When one of its alerts was posted last; null if none is known. What is further ahead than
   * clocks may differ was seen before the clock was set back.
   */
  @Nullable Instant seen(Tx tx, UUID id, Instant now) {
    return instantOrNull(
        tx.connection().preparedQuery(SEEN).execute(tuple(id, time(now))).await().iterator().next(),
        "seen");
  }

  // Each is one step into the key of the ledger, or an hour of it.
  private static final String HEARD =
      """
      SELECT l.minute, (SELECT sum(h.accepted)::bigint FROM ledger h
                         WHERE h.source_id = $1 AND h.minute > l.minute - interval '1 hour' AND h.minute <= l.minute) AS in_hour
        FROM ledger l
       WHERE l.source_id = $1 AND l.minute > $2 AND l.minute <= $3::timestamptz + interval '5 minutes' AND l.accepted > 0
       ORDER BY l.minute DESC
       LIMIT 1\
      """;

  /**
   * @param inHour how many alerts came in the hour that ended with it
   */
  record Heard(Instant at, long inHour) {}

  /**
   * The last that a source has posted since then; null if it posted nothing. The ledger counts by
   * minutes: the end of the minute counts, so that no silence is found too early.
   */
  @Nullable Heard heard(Tx tx, UUID source, Instant since, Instant now) {
    RowSet<Row> rows =
        tx.connection().preparedQuery(HEARD).execute(tuple(source, time(since), time(now))).await();
    if (rows.rowCount() == 0) {
      return null;
    }
    Row row = rows.iterator().next();
    return new Heard(instant(row, "minute").plus(Duration.ofMinutes(1)), row.getLong("in_hour"));
  }
}
