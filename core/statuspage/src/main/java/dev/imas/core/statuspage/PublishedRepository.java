package dev.imas.core.statuspage;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PublishedIncident.Draft;
import dev.imas.core.statuspage.PublishedIncident.Said;
import dev.imas.core.statuspage.PublishedIncident.Update;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores published incidents and their updates. On a virtual thread. */
final class PublishedRepository {

  private static final String SELECT =
      """
      SELECT p.id, p.about, p.title, p.impact, p.state, p.started_at, p.resolved_at, p.created_at, p.updated_at, p.version,
             (SELECT array_agg(c.id ORDER BY lower(c.name)) FROM status_component c WHERE c.id = ANY (p.components)) AS ids,
             (SELECT array_agg(c.name ORDER BY lower(c.name)) FROM status_component c WHERE c.id = ANY (p.components)) AS names
        FROM status_incident p\
      """;

  private static final String LIST =
      SELECT
          + " WHERE ($1::uuid IS NULL OR p.id < $1) AND ($3::uuid IS NULL OR p.about = $3 OR"
          + " p.about IN (SELECT m.id FROM incident m WHERE m.merged_into = $3)) AND ($4::boolean"
          + " IS NULL OR (p.resolved_at IS NULL) = $4) ORDER BY p.id DESC LIMIT $2";

  /**
   * What was published last comes first.
   *
   * @param about the incident, with those that were merged into it; null for any
   * @param open null for all
   */
  List<PublishedIncident> list(
      Tx tx, ListRange paging, @Nullable UUID about, @Nullable Boolean open) {
    return read(
        tx,
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(paging.afterId(), paging.fetch(), about, open))
            .await());
  }

  private static final String FIND = SELECT + " WHERE p.id = $1";

  PublishedIncident existing(Tx tx, Reference one) {
    return read(tx, tx.connection().preparedQuery(FIND).execute(tuple(one.id())).await()).stream()
        .findFirst()
        .orElseThrow(() -> Fault.notFound("there is no published incident " + one));
  }

  private static final String SHOWN =
      SELECT
          + " WHERE p.resolved_at IS NULL OR p.resolved_at >= $1"
          + " ORDER BY p.resolved_at IS NULL DESC, p.started_at DESC, p.id DESC LIMIT $2";

  /** Those that are open, and those that were resolved since then; newest first. */
  List<PublishedIncident> shown(Tx tx, Instant resolvedSince, int most) {
    return read(
        tx, tx.connection().preparedQuery(SHOWN).execute(tuple(time(resolvedSince), most)).await());
  }

  private static final String UPDATES =
      """
      SELECT u.incident, u.state, u.message, u.author, u.at
        FROM status_update u WHERE u.incident = ANY ($1) ORDER BY u.incident, u.seq\
      """;

  private static List<PublishedIncident> read(Tx tx, RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    Map<UUID, List<Update>> updates = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Row row :
          tx.connection()
              .preparedQuery(UPDATES)
              .execute(tuple((Object) ids.toArray(UUID[]::new)))
              .await()) {
        updates
            .computeIfAbsent(row.getUUID("incident"), fresh -> new ArrayList<>())
            .add(
                new Update(
                    row.getString("state"),
                    row.getString("message"),
                    row.getString("author"),
                    instant(row, "at")));
      }
    }
    List<PublishedIncident> found = new ArrayList<>();
    rows.forEach(
        row -> found.add(published(row, updates.getOrDefault(row.getUUID("id"), List.of()))));
    return found;
  }

  private static PublishedIncident published(Row row, List<Update> updates) {
    return new PublishedIncident(
        row.getUUID("id"),
        row.getUUID("about"),
        row.getString("title"),
        row.getString("impact"),
        row.getString("state"),
        PublicMaintenanceRepository.named(row),
        updates,
        instant(row, "started_at"),
        instantOrNull(row, "resolved_at"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  private static final String ABOUT =
      """
      SELECT DISTINCT coalesce(i.merged_into, i.id) AS id
        FROM status_incident p JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.about
       WHERE p.resolved_at IS NULL
         AND (p.about = ANY ($1) OR p.about IN (SELECT m.id FROM incident m WHERE m.merged_into = ANY ($1)))\
      """;

  /**
   * The incidents that open ones are about, among these. One that was merged stands for the other.
   */
  Future<Set<UUID>> openAbout(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(ABOUT)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Set<UUID> found = new TreeSet<>();
              rows.forEach(row -> found.add(row.getUUID("id")));
              return found;
            });
  }

  private static final String COUNT_OPEN =
      "SELECT count(*) FROM status_incident WHERE resolved_at IS NULL";

  int countOpen(Tx tx) {
    return tx.connection()
        .preparedQuery(COUNT_OPEN)
        .execute()
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO status_incident (tenant_id, id, about, title, impact, state, components, started_at, resolved_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  void insert(
      Tx tx,
      UUID id,
      @Nullable UUID about,
      Draft draft,
      Said said,
      UUID[] components,
      Instant startedAt,
      Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                about,
                draft.title(),
                draft.impact(),
                said.state(),
                components,
                time(startedAt),
                timeOrNull(said.isEnd() ? now : null)))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE status_incident
         SET title = $3, impact = $4, components = coalesce($5, components), started_at = coalesce($6, started_at),
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @param components null to leave them
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, int version, Draft draft, UUID @Nullable [] components) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    draft.title(),
                    draft.impact(),
                    components,
                    timeOrNull(draft.startedAt())))
            .await()
            .rowCount()
        > 0;
  }

  private static final String SAY =
      """
      WITH said AS (
        UPDATE status_incident
           SET state = $2, resolved_at = $3, updates = updates + 1, version = version + 1, updated_at = now()
         WHERE id = $1 AND updates < $6
        RETURNING tenant_id, id, updates)
      INSERT INTO status_update (tenant_id, incident, seq, state, message, author, at)
      SELECT s.tenant_id, s.id, s.updates, $2, $4, $5, $7 FROM said s\
      """;

  /**
   * Adds an update.
   *
   * @return false if it has as many as are allowed
   */
  boolean say(Tx tx, UUID id, Said said, String author, Instant now) {
    return tx.connection()
            .preparedQuery(SAY)
            .execute(
                tuple(
                    id,
                    said.state(),
                    timeOrNull(said.isEnd() ? now : null),
                    said.message(),
                    author,
                    PublishedIncident.MOST_UPDATES,
                    time(now)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM status_incident WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String FORGET = "DELETE FROM status_incident WHERE resolved_at < $1";

  /** Forgets what was resolved before then. */
  void forget(Tx tx, Instant before) {
    tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).await();
  }
}
