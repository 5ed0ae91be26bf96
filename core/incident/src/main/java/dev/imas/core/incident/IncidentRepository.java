package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

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

/** Reads and locks whole incidents for whoever changes them. {@link IncidentWriter} writes them. */
public final class IncidentRepository {

  private static final String RECHECK =
      """
      INSERT INTO incident_recheck (tenant_id, incident_id, due_at) VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE SET due_at = excluded.due_at\
      """;

  /** Schedules a check of an incident that somebody resolved while its alerts fire. */
  Future<Void> recheck(Tx tx, UUID id, Instant dueAt) {
    return tx.connection().preparedQuery(RECHECK).execute(tuple(id, time(dueAt))).mapEmpty();
  }

  private static final String LOCK =
      "SELECT "
          + IncidentColumns.NAMES
          + " FROM incident WHERE id = ANY ($1) ORDER BY id FOR UPDATE";

  /** Locks in key order, so that two transactions cannot deadlock. */
  public Future<List<Incident>> lock(Tx tx, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(IncidentRepository::incidents);
  }

  private static final String READ =
      "SELECT " + IncidentColumns.NAMES + " FROM incident WHERE id = $1";

  /** For questions: whoever changes it locks it. */
  public Future<Optional<Incident>> read(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(id))
        .map(rows -> incidents(rows).stream().findFirst());
  }

  private static final String READ_ALL =
      "SELECT " + IncidentColumns.NAMES + " FROM incident WHERE id = ANY ($1) ORDER BY id";

  /** For questions about several at once. */
  public Future<List<Incident>> read(Tx tx, Collection<UUID> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.connection()
            .preparedQuery(READ_ALL)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .map(IncidentRepository::incidents);
  }

  private static final String LOCK_OF_GROUPS =
      """
      WITH open AS (
        SELECT i.id, i.group_key FROM incident i WHERE i.group_key = ANY ($1) AND i.status <> 'RESOLVED'),
      last AS (
        SELECT r.id, r.merged_into
          FROM unnest($1::text[]) AS g(key)
         CROSS JOIN LATERAL (SELECT i.id, i.merged_into FROM incident i
                              WHERE i.group_key = g.key AND i.status = 'RESOLVED'
                              ORDER BY i.created_at DESC LIMIT 1) AS r
         WHERE NOT EXISTS (SELECT 1 FROM open o WHERE o.group_key = g.key))
      SELECT %s
        FROM incident
       WHERE id = ANY (ARRAY (
               SELECT unnest($2::uuid[])
                UNION ALL
               SELECT o.id FROM open o
                UNION ALL
               SELECT l.id FROM last l
                UNION ALL
               SELECT l.merged_into FROM last l WHERE l.merged_into IS NOT NULL
                UNION ALL
               SELECT (SELECT n.id
                         FROM incident t
                         JOIN incident n ON n.group_key = t.group_key AND n.status <> 'RESOLVED'
                        WHERE t.id = l.merged_into AND t.status = 'RESOLVED')
                 FROM last l
                WHERE l.merged_into IS NOT NULL))
       ORDER BY id
         FOR UPDATE\
      """
          .formatted(IncidentColumns.NAMES);

  /**
   * Locks these incidents, and for each group the open incident or else the last resolved one.
   * Where that was merged, its target comes, too, and what is open of the target's group if the
   * target has ended. Pointers are followed before anything is locked, so the order of locks holds.
   */
  public Future<List<Incident>> lockOfGroups(
      Tx tx, Collection<String> groupKeys, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(LOCK_OF_GROUPS)
        .execute(tuple(groupKeys.toArray(String[]::new), ids.toArray(UUID[]::new)))
        .map(IncidentRepository::incidents);
  }

  private static final String FIND_ID = "SELECT id FROM incident WHERE id = $1 OR short_id = $2";

  /**
   * Finds by UUID or short id, ignoring case; empty if there is none, or if the text is neither.
   */
  public Future<Optional<UUID>> findId(Tx tx, String reference) {
    return find(tx, FIND_ID, reference);
  }

  private static Future<Optional<UUID>> find(Tx tx, String sql, String reference) {
    UUID id = uuidOrNull(reference);
    if (id == null && !ShortId.isShortId(reference)) {
      return Future.succeededFuture(Optional.empty());
    }
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple(id, reference.toUpperCase(Locale.ROOT)))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows).getUUID("id")));
  }

  /** The same, for filters of lists: a text that is neither is a BAD_REQUEST. */
  public Future<Optional<UUID>> findForFilter(Tx tx, String reference) {
    if (uuidOrNull(reference) == null && !ShortId.isShortId(reference)) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "incident",
          "'" + reference + "' is not an incident: write a UUID or a short id such as INC-7F3KX");
    }
    return findId(tx, reference);
  }

  private static final String OPEN_OF_GROUP =
      """
      SELECT i.id FROM incident i WHERE i.group_key = $1 AND i.status <> 'RESOLVED'
       UNION ALL
      SELECT t.id
        FROM (SELECT i.merged_into FROM incident i
               WHERE i.group_key = $1 AND i.status = 'RESOLVED'
               ORDER BY i.created_at DESC LIMIT 1) AS l
        JOIN incident t ON t.id = l.merged_into AND t.status <> 'RESOLVED'
       LIMIT 1\
      """;

  /** The open incident of a group, or the one that it was merged into. */
  public Future<Optional<UUID>> findOpen(Tx tx, String groupKey) {
    return tx.connection()
        .preparedQuery(OPEN_OF_GROUP)
        .execute(tuple(groupKey))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows).getUUID("id")));
  }

  private static final String FIND_ACTIVE =
      "SELECT coalesce(merged_into, id) AS id FROM incident WHERE id = $1 OR short_id = $2";

  /**
   * As {@link #findId}, for what is done about it: of an incident that was merged, the one that has
   * its alerts.
   */
  public Future<Optional<UUID>> findActive(Tx tx, String reference) {
    return find(tx, FIND_ACTIVE, reference);
  }

  private static final String ACTIVE =
      "SELECT DISTINCT coalesce(merged_into, id) AS id FROM incident WHERE id = ANY ($1)";

  /** Of these incidents, those that were not merged, and the targets of those that were. */
  Future<List<UUID>> active(Tx tx, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(ACTIVE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
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

  /**
   * @return how many were stored. It is fewer than given if a short id is taken, or if another
   *     transaction has opened an incident of the same group
   */
  Future<Integer> insert(Tx tx, List<Incident> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture(0);
    }
    return tx.connection()
        .preparedQuery(IncidentColumns.INSERT)
        .execute(IncidentColumns.whole(n))
        .map(RowSet::rowCount);
  }

  /** Updates incidents that the transaction has locked. */
  Future<Void> update(Tx tx, List<Incident> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(IncidentColumns.UPDATE)
        .execute(IncidentColumns.standing(n))
        .mapEmpty();
  }

  private static final String CORRECT =
      """
      UPDATE incident i SET title = n.title, description = n.description, service_id = n.service_id
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS n(id, title, description, service_id)
       WHERE i.id = n.id\
      """;

  /** Updates what {@link #update} does not, since only a person's correction changes it. */
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
    rows.forEach(row -> incidents.add(IncidentColumns.read(row)));
    return incidents;
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
