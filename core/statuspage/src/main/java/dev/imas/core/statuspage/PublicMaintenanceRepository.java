package dev.imas.core.statuspage;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PublicMaintenance.Draft;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Stores maintenance. On a virtual thread. */
final class PublicMaintenanceRepository {

  private static final String SELECT =
      """
      SELECT m.id, m.title, m.message, m.starts_at, m.ends_at, m.created_at, m.updated_at, m.version,
             (SELECT array_agg(c.id ORDER BY lower(c.name)) FROM status_component c WHERE c.id = ANY (m.components)) AS ids,
             (SELECT array_agg(c.name ORDER BY lower(c.name)) FROM status_component c WHERE c.id = ANY (m.components)) AS names
        FROM status_maintenance m\
      """;

  private static final String LIST =
      SELECT + " WHERE $1::uuid IS NULL OR m.id < $1 ORDER BY m.id DESC LIMIT $2";

  /** What was entered last comes first. */
  List<PublicMaintenance> list(Tx tx, ListRange paging) {
    List<PublicMaintenance> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(paging.afterId(), paging.fetch()))
        .await()
        .forEach(row -> found.add(maintenance(row)));
    return found;
  }

  private static final String SINCE =
      SELECT + " WHERE m.ends_at >= $1 ORDER BY m.ends_at DESC, m.id LIMIT $2";

  /** What is not over, or ended since then. */
  List<PublicMaintenance> since(Tx tx, Instant then, int most) {
    List<PublicMaintenance> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(SINCE)
        .execute(tuple(time(then), most))
        .await()
        .forEach(row -> found.add(maintenance(row)));
    return found;
  }

  private static final String FIND = SELECT + " WHERE m.id = $1";

  PublicMaintenance existing(Tx tx, Reference one) {
    return tx.connection().preparedQuery(FIND).execute(tuple(one.id())).await().stream()
        .findFirst()
        .map(PublicMaintenanceRepository::maintenance)
        .orElseThrow(() -> Fault.notFound("there is no maintenance " + one));
  }

  private static PublicMaintenance maintenance(Row row) {
    return new PublicMaintenance(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("message"),
        instant(row, "starts_at"),
        instant(row, "ends_at"),
        named(row),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  /** The components of a row, which has their ids and names side by side. */
  static List<StatusComponent.Named> named(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("ids");
    String[] names = row.getArrayOfStrings("names");
    List<StatusComponent.Named> named = new ArrayList<>();
    for (int i = 0; ids != null && i < ids.length; i++) {
      named.add(new StatusComponent.Named(ids[i], names[i]));
    }
    return named;
  }

  private static final String COUNT_AHEAD =
      "SELECT count(*) FROM status_maintenance WHERE ends_at > $1";

  int countAhead(Tx tx, Instant now) {
    return tx.connection()
        .preparedQuery(COUNT_AHEAD)
        .execute(tuple(time(now)))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO status_maintenance (tenant_id, id, title, message, starts_at, ends_at, components)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(Tx tx, UUID id, Draft draft, UUID[] components) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                draft.title(),
                draft.message(),
                time(draft.startsAt()),
                time(draft.endsAt()),
                components))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE status_maintenance
         SET title = $3, message = $4, starts_at = $5, ends_at = $6, components = $7, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, int version, Draft draft, UUID[] components) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    draft.title(),
                    draft.message(),
                    time(draft.startsAt()),
                    time(draft.endsAt()),
                    components))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM status_maintenance WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String FORGET = "DELETE FROM status_maintenance WHERE ends_at < $1";

  /** Forgets what ended before then. */
  void forget(Tx tx, Instant before) {
    tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).await();
  }
}
