package dev.imas.core.heartbeat;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.heartbeat.HeartbeatView.LastRun;
import dev.imas.core.heartbeat.HeartbeatView.Named;
import dev.imas.core.heartbeat.HeartbeatView.OpenIncident;
import dev.imas.core.heartbeat.Pulse.Reach;
import dev.imas.core.heartbeat.Pulse.Verdict;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the settings of heartbeats, and shows them. Only on a virtual thread. */
final class HeartbeatRepository {

  /**
   * What is stored of one.
   *
   * @param sourceId null: alerts of any source are beats, or pings
   */
  record Stored(HeartbeatDraft draft, UUID serviceId, @Nullable UUID sourceId) {}

  private static final String LIST =
      """
      SELECT h.id, h.name, h.service_id, s.name AS service, h.severity, h.beats_by, h.every_seconds, h.grace_seconds, h.matchers,
             h.source_id, o.name AS source, h.least_per_hour, h.is_active, h.watched_since, h.key_hint, h.version, h.created_at,
             h.updated_at, p.state_since, p.beat_at, p.failed_at, p.started_at, p.run_id, p.run_millis, p.decided_run, p.pings,
             p.silent_after, i.id AS incident_id, i.short_id
        FROM heartbeat h
        JOIN heartbeat_pulse p ON p.tenant_id = h.tenant_id AND p.heartbeat_id = h.id
        JOIN service s ON s.tenant_id = h.tenant_id AND s.id = h.service_id
        LEFT JOIN source o ON o.tenant_id = h.tenant_id AND o.id = h.source_id
        LEFT JOIN incident i ON i.tenant_id = h.tenant_id AND i.id = p.incident_id AND i.status <> 'RESOLVED'
       WHERE ($1::uuid IS NULL OR h.id = $1) AND ($2::text IS NULL OR lower(h.name) > lower($2))
       ORDER BY lower(h.name)
       LIMIT $3\
      """;

  /** By name. */
  List<HeartbeatView> list(Tx tx, @Nullable String after, int limit, Instant now) {
    return views(tx, null, after, limit, now);
  }

  Optional<HeartbeatView> find(Tx tx, UUID id, Instant now) {
    return views(tx, id, null, 1, now).stream().findFirst();
  }

  private static List<HeartbeatView> views(
      Tx tx, @Nullable UUID id, @Nullable String after, int limit, Instant now) {
    Reach reach = PulseRepository.reach(tx, now);
    Map<UUID, Instant> lagging = PulseRepository.lagging(tx, now);
    List<HeartbeatView> views = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute(tuple(id, after, limit)).await()) {
      BeatsBy by = BeatsBy.of(row.getString("beats_by"));
      Reach own = reach.of(by, row.getUUID("source_id"), lagging);
      views.add(view(row, PulseRepository.pulse(row).at(now, own)));
    }
    return views;
  }

  private static HeartbeatView view(Row row, Verdict verdict) {
    UUID source = row.getUUID("source_id");
    UUID incident = row.getUUID("incident_id");
    return new HeartbeatView(
        row.getUUID("id"),
        row.getString("name"),
        new Named(row.getUUID("service_id"), row.getString("service")),
        Severity.of(row.getInteger("severity")),
        row.getString("beats_by"),
        Duration.ofSeconds(row.getInteger("every_seconds")).toString(),
        Duration.ofSeconds(row.getInteger("grace_seconds")).toString(),
        List.of(row.getArrayOfStrings("matchers")),
        source == null ? null : new Named(source, row.getString("source")),
        row.getInteger("least_per_hour"),
        row.getBoolean("is_active"),
        verdict.state().wireName(),
        instant(row, "state_since"),
        instantOrNull(row, "beat_at"),
        verdict.dueAt(),
        verdict.silentAt(),
        lastRun(row),
        row.getLong("pings"),
        row.getString("key_hint"),
        incident == null ? null : new OpenIncident(incident, row.getString("short_id")),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static @Nullable LastRun lastRun(Row row) {
    Instant started = instantOrNull(row, "started_at");
    Long millis = row.getLong("run_millis");
    return started == null && row.getLong("decided_run") == 0
        ? null
        : new LastRun(
            row.getString("run_id"),
            started,
            instantOrNull(row, "failed_at"),
            millis == null ? null : millis / 1000.0);
  }

  private static final String FIND_ID =
      """
      SELECT id FROM heartbeat
       WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds one by id or name; a fault if there is none. */
  UUID existing(Tx tx, Reference heartbeat) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(heartbeat.id(), heartbeat.text()))
        .map(Rows::firstId)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no heartbeat " + heartbeat));
  }

  private static final String COUNT = "SELECT count(*) FROM heartbeat";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      WITH made AS (
        INSERT INTO heartbeat (tenant_id, id, name, service_id, severity, beats_by, every_seconds, grace_seconds, matchers,
                               source_id, least_per_hour, is_active, watched_since, created_at, updated_at)
        VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12)
        RETURNING tenant_id, id)
      INSERT INTO heartbeat_pulse (tenant_id, heartbeat_id, state, state_since)
      SELECT tenant_id, id, CASE WHEN $11 THEN 'waiting' ELSE 'off' END, $12 FROM made\
      """;

  void insert(Tx tx, UUID id, Stored s, Instant now) {
    HeartbeatDraft d = s.draft;
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                d.name(),
                s.serviceId,
                (short) d.severity().number(),
                d.by().wireName(),
                (int) d.interval().toSeconds(),
                (int) d.grace().toSeconds(),
                d.matchers().toArray(String[]::new),
                s.sourceId,
                d.leastPerHour(),
                d.isActive(),
                time(now)))
        .await();
  }

  // What was not watched was not silent.
  private static final String UPDATE =
      """
      UPDATE heartbeat
         SET name = $2, service_id = $3, severity = $4, beats_by = $5, every_seconds = $6, grace_seconds = $7, matchers = $8,
             source_id = $9, least_per_hour = $10, is_active = $11,
             watched_since = CASE WHEN is_active OR NOT $11 THEN watched_since ELSE $12 END, version = version + 1, updated_at = $12
       WHERE id = $1 AND version = $13\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, Stored s, int version, Instant now) {
    HeartbeatDraft d = s.draft;
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    d.name(),
                    s.serviceId,
                    (short) d.severity().number(),
                    d.by().wireName(),
                    (int) d.interval().toSeconds(),
                    (int) d.grace().toSeconds(),
                    d.matchers().toArray(String[]::new),
                    s.sourceId,
                    d.leastPerHour(),
                    d.isActive(),
                    time(now),
                    version))
            .await()
            .rowCount()
        > 0;
  }

  private static final String KEY =
      "UPDATE heartbeat SET key_hash = $2, key_hint = $3, updated_at = $4 WHERE id = $1";

  /** The former key ends. */
  void key(Tx tx, UUID id, byte[] hash, String hint, Instant now) {
    tx.connection()
        .preparedQuery(KEY)
        .execute(tuple(id, Buffer.buffer(hash), hint, time(now)))
        .await();
  }

  private static final String DELETE = "DELETE FROM heartbeat WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
