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
        SELECT i.id, i.group_key FROM incident i WHERE i.group_key = ANY ($1) AND i.status <> 'RESOLVED')
      SELECT %s
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
      """
          .formatted(IncidentColumns.NAMES);

  /** Locks these incidents, and for each group the open incident or else the last resolved one. */
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
    UUID id = uuidOrNull(reference);
    if (id == null && !ShortId.isShortId(reference)) {
      return Future.succeededFuture(Optional.empty());
    }
    return tx.connection()
        .preparedQuery(FIND_ID)
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
