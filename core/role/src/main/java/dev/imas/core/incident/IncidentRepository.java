package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Incidents as a whole: read and locked by whoever changes them, written by {@link IncidentWriter}.
 */
public final class IncidentRepository {

  private static final String RECHECK =
      """
      INSERT INTO incident_recheck (tenant_id, incident_id, due_at) VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE SET due_at = excluded.due_at\
      """;

  /** Somebody resolved it while alerts of it fire: at that time it is looked at again. */
  Future<Void> recheck(Tx tx, UUID id, Instant dueAt) {
    return tx.connection().preparedQuery(RECHECK).execute(tuple(id, time(dueAt))).mapEmpty();
  }

  private static final String LOCK =
      """
      SELECT id, short_id, title, description, service_id, severity, status, origin, group_key, auto_resolve, lead,
             created_by, detected_at, created_at, acknowledged_at, mitigated_at, resolved_at, updated_at,
             resolution_note, root_cause, previous_id, reopen_count, alert_count, firing_count, timeline_seq, version
        FROM incident
       WHERE id = ANY ($1)
       ORDER BY id
         FOR UPDATE\
      """;

  /** In key order, so that two who lock several never wait for each other in a circle. */
  public Future<List<Incident>> lock(Tx tx, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(IncidentRepository::incidents);
  }

  private static final String LOCK_OF_GROUPS =
      """
      WITH open AS (
        SELECT i.id, i.group_key FROM incident i WHERE i.group_key = ANY ($1) AND i.status <> 'RESOLVED')
      SELECT id, short_id, title, description, service_id, severity, status, origin, group_key, auto_resolve, lead,
             created_by, detected_at, created_at, acknowledged_at, mitigated_at, resolved_at, updated_at,
             resolution_note, root_cause, previous_id, reopen_count, alert_count, firing_count, timeline_seq, version
        FROM incident
       WHERE id = ANY (ARRAY (
               SELECT unnest($2::uuid[])
                UNION ALL
               SELECT o.id FROM open o
                UNION ALL
               SELECT r.id
                 FROM unnest($1::text[]) AS g(key)
                CROSS JOIN LATERAL (SELECT i.id FROM incident i
                                     WHERE i.group_key = g.key AND i.status = 'RESOLVED'
                                     ORDER BY i.created_at DESC LIMIT 1) AS r
                WHERE NOT EXISTS (SELECT 1 FROM open o WHERE o.group_key = g.key)))
       ORDER BY id
         FOR UPDATE\
      """;

  /** Locks these, and of each group the open incident, or else the last resolved one. */
  public Future<List<Incident>> lockOfGroups(
      Tx tx, Collection<String> groupKeys, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(LOCK_OF_GROUPS)
        .execute(tuple(groupKeys.toArray(String[]::new), ids.toArray(UUID[]::new)))
        .map(IncidentRepository::incidents);
  }

  private static final String FIND_ID = "SELECT id FROM incident WHERE id = $1 OR short_id = $2";

  /** By UUID or short id, whatever its case; empty when there is none, or the text is neither. */
  public Future<Optional<UUID>> findId(Tx tx, String reference) {
    UUID id = uuidOrNull(reference);
    if (id == null && !ShortId.isShortId(reference)) {
      return Future.succeededFuture(Optional.empty());
    }
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(id, reference.toUpperCase(Locale.ROOT)))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows).getUUID("id")));
  }

  /** The same for lists of what belongs to an incident; what is no reference is a BAD_REQUEST. */
  public Future<Optional<UUID>> findForFilter(Tx tx, String reference) {
    if (uuidOrNull(reference) == null && !ShortId.isShortId(reference)) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "incident",
          "'" + reference + "' is neither a UUID nor a short id such as INC-7F3KX");
    }
    return findId(tx, reference);
  }

  private static final String OPEN_OF_GROUP =
      "SELECT id FROM incident WHERE group_key = $1 AND status <> 'RESOLVED'";

  public Future<Optional<UUID>> findOpen(Tx tx, String groupKey) {
    return tx.connection()
        .preparedQuery(OPEN_OF_GROUP)
        .execute(tuple(groupKey))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows).getUUID("id")));
  }

  private static final String TAKEN = "SELECT short_id FROM incident WHERE short_id = ANY ($1)";

  public Future<List<String>> takenShortIds(Tx tx, Set<String> candidates) {
    return tx.connection()
        .preparedQuery(TAKEN)
        .execute(tuple((Object) candidates.toArray(String[]::new)))
        .map(
            rows -> {
              List<String> taken = new ArrayList<>();
              rows.forEach(row -> taken.add(row.getString(0)));
              return taken;
            });
  }

  private static final String INSERT =
      """
      INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, group_key,
                            auto_resolve, lead, created_by, detected_at, created_at, acknowledged_at, mitigated_at,
                            resolved_at, updated_at, resolution_note, root_cause, previous_id, reopen_count, alert_count,
                            firing_count, timeline_seq, version)
      SELECT current_tenant(), n.*
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::smallint[], $7::text[], $8::text[],
                    $9::text[], $10::boolean[], $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[],
                    $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::text[],
                    $20::text[], $21::uuid[], $22::int[], $23::int[], $24::int[], $25::int[], $26::int[]) AS n
      ON CONFLICT DO NOTHING\
      """;

  /**
   * @return how many were stored: fewer than given when a short id was taken, or when a group got
   *     its open incident from somebody else, since the state was read
   */
  Future<Integer> insert(Tx tx, List<Incident> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture(0);
    }
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, Incident::id, UUID[]::new),
                column(n, Incident::shortId, String[]::new),
                column(n, Incident::title, String[]::new),
                column(n, Incident::description, String[]::new),
                column(n, Incident::serviceId, UUID[]::new),
                column(n, i -> (short) i.severity().number(), Short[]::new),
                column(n, i -> i.status().name(), String[]::new),
                column(n, i -> i.origin().name().toLowerCase(Locale.ROOT), String[]::new),
                column(n, Incident::groupKey, String[]::new),
                column(n, Incident::autoResolve, Boolean[]::new),
                column(n, Incident::lead, String[]::new),
                column(n, Incident::createdBy, String[]::new),
                times(n, i -> i.clocks().detectedAt()),
                times(n, i -> i.clocks().createdAt()),
                times(n, i -> i.clocks().acknowledgedAt()),
                times(n, i -> i.clocks().mitigatedAt()),
                times(n, i -> i.clocks().resolvedAt()),
                times(n, i -> i.clocks().updatedAt()),
                column(n, Incident::resolutionNote, String[]::new),
                column(n, Incident::rootCause, String[]::new),
                column(n, Incident::previousId, UUID[]::new),
                column(n, i -> i.counts().reopens(), Integer[]::new),
                column(n, i -> i.counts().alerts(), Integer[]::new),
                column(n, i -> i.counts().firing(), Integer[]::new),
                column(n, i -> i.counts().timelineSeq(), Integer[]::new),
                column(n, Incident::version, Integer[]::new)))
        .map(RowSet::rowCount);
  }

  private static final String UPDATE =
      """
      UPDATE incident i
         SET severity = n.severity, status = n.status, auto_resolve = n.auto_resolve, lead = n.lead,
             acknowledged_at = n.acknowledged_at, mitigated_at = n.mitigated_at, resolved_at = n.resolved_at,
             updated_at = n.updated_at, resolution_note = n.resolution_note, root_cause = n.root_cause,
             reopen_count = n.reopen_count, alert_count = n.alert_count, firing_count = n.firing_count,
             timeline_seq = n.timeline_seq, version = n.version
        FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::boolean[], $5::text[], $6::timestamptz[],
                    $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::int[],
                    $13::int[], $14::int[], $15::int[], $16::int[])
          AS n(id, severity, status, auto_resolve, lead, acknowledged_at, mitigated_at, resolved_at, updated_at,
               resolution_note, root_cause, reopen_count, alert_count, firing_count, timeline_seq, version)
       WHERE i.id = n.id\
      """;

  /** Of incidents that the transaction has locked. */
  Future<Void> update(Tx tx, List<Incident> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                column(n, Incident::id, UUID[]::new),
                column(n, i -> (short) i.severity().number(), Short[]::new),
                column(n, i -> i.status().name(), String[]::new),
                column(n, Incident::autoResolve, Boolean[]::new),
                column(n, Incident::lead, String[]::new),
                times(n, i -> i.clocks().acknowledgedAt()),
                times(n, i -> i.clocks().mitigatedAt()),
                times(n, i -> i.clocks().resolvedAt()),
                times(n, i -> i.clocks().updatedAt()),
                column(n, Incident::resolutionNote, String[]::new),
                column(n, Incident::rootCause, String[]::new),
                column(n, i -> i.counts().reopens(), Integer[]::new),
                column(n, i -> i.counts().alerts(), Integer[]::new),
                column(n, i -> i.counts().firing(), Integer[]::new),
                column(n, i -> i.counts().timelineSeq(), Integer[]::new),
                column(n, Incident::version, Integer[]::new)))
        .mapEmpty();
  }

  private static final String CORRECT =
      """
      UPDATE incident i SET title = n.title, description = n.description, service_id = n.service_id
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS n(id, title, description, service_id)
       WHERE i.id = n.id\
      """;

  /** What {@link #update} leaves alone, since nothing but a person's correction changes it. */
  Future<Void> correct(Tx tx, List<Incident> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(CORRECT)
        .execute(
            tuple(
                column(n, Incident::id, UUID[]::new),
                column(n, Incident::title, String[]::new),
                column(n, Incident::description, String[]::new),
                column(n, Incident::serviceId, UUID[]::new)))
        .mapEmpty();
  }

  private static List<Incident> incidents(RowSet<Row> rows) {
    List<Incident> incidents = new ArrayList<>();
    rows.forEach(row -> incidents.add(incident(row)));
    return incidents;
  }

  private static Incident incident(Row row) {
    return new Incident(
        row.getUUID("id"),
        row.getString("short_id"),
        row.getString("title"),
        row.getString("description"),
        row.getUUID("service_id"),
        Severity.of(row.getInteger("severity")),
        IncidentStatus.valueOf(row.getString("status")),
        Incident.Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
        row.getString("group_key"),
        row.getBoolean("auto_resolve"),
        row.getString("lead"),
        row.getString("created_by"),
        new Clocks(
            instant(row, "detected_at"),
            instant(row, "created_at"),
            instantOrNull(row, "acknowledged_at"),
            instantOrNull(row, "mitigated_at"),
            instantOrNull(row, "resolved_at"),
            instant(row, "updated_at")),
        row.getString("resolution_note"),
        row.getString("root_cause"),
        row.getUUID("previous_id"),
        new Counts(
            row.getInteger("reopen_count"),
            row.getInteger("alert_count"),
            row.getInteger("firing_count"),
            row.getInteger("timeline_seq")),
        row.getInteger("version"));
  }

  private static Row first(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  private static @Nullable UUID uuidOrNull(String text) {
    if (text.length() != 36) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
