package dev.imas.core.lookup;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Paging;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.LookupTable;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes lookup tables and their versions. It awaits, on a virtual thread. */
final class LookupRepository {

  private static final String LIST =
      """
      SELECT t.id, t.name, t.description, t.content, t.version, t.created_at, t.updated_at, v.columns, v.rows::text AS rows
        FROM lookup_table t
        JOIN lookup_table_version v ON v.tenant_id = t.tenant_id AND v.version = t.content
       WHERE ($1::uuid IS NULL AND $2::text IS NULL OR t.id = $1 OR lower(t.name) = lower($2))
         AND ($3::text IS NULL OR lower(t.name) > lower($3))
       ORDER BY (t.id = $1) IS TRUE DESC, lower(t.name)
       LIMIT $4\
      """;

  /** Sorted by name; the cursor is the name of the last one. */
  List<LookupView> list(Tx tx, Paging paging) {
    return read(tx, null, null, paging.after(), paging.fetch());
  }

  Optional<LookupView> find(Tx tx, Reference table) {
    return read(tx, table.id(), table.text(), null, 1).stream().findFirst();
  }

  private static List<LookupView> read(
      Tx tx, @Nullable UUID id, @Nullable String name, @Nullable String after, int limit) {
    List<LookupView> views = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, name, after, limit))
        .await()
        .forEach(row -> views.add(view(row)));
    return views;
  }

  private static LookupView view(Row row) {
    List<String> columns = List.of(row.getArrayOfStrings("columns"));
    return new LookupView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("description"),
        columns.getFirst(),
        columns,
        Json.read(row.getString("rows"), Cells.class),
        row.getInteger("content"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** A type for Jackson. */
  private static final class Cells extends ArrayList<List<String>> {
    private static final long serialVersionUID = 1;
  }

  private static final String VERSIONS =
      "SELECT version, name, columns, rows::text AS rows FROM lookup_table_version WHERE version ="
          + " ANY ($1)";

  /** The versions that are there, by number. */
  Map<Integer, LookupTable> versions(Tx tx, Collection<Integer> versions) {
    Map<Integer, LookupTable> found = new HashMap<>();
    tx.connection()
        .preparedQuery(VERSIONS)
        .execute(tuple((Object) versions.toArray(Integer[]::new)))
        .await()
        .forEach(
            row ->
                found.put(
                    row.getInteger("version"),
                    new LookupTable(
                        row.getInteger("version"),
                        row.getString("name"),
                        List.of(row.getArrayOfStrings("columns")),
                        Json.read(row.getString("rows"), Cells.class))));
    return found;
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.lookup_table.' || current_tenant(), 0))";

  private static final String COUNT = "SELECT count(*)::int FROM lookup_table";

  /**
   * Keeps others from writing one until the transaction ends.
   *
   * @return how many there are
   */
  int lockAndCount(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String ADD_VERSION =
      """
      INSERT INTO lookup_table_version (tenant_id, version, table_id, name, columns, rows, created_by)
      SELECT current_tenant(), coalesce(max(v.version), 0) + 1, $1, $2, $3, ($4::text)::jsonb, $5
        FROM lookup_table_version v
      RETURNING version\
      """;

  /**
   * Adds a version of a table's rows. The transaction holds the lock.
   *
   * @return its number
   */
  int addVersion(Tx tx, UUID table, LookupDraft d, String by) {
    return tx.connection()
        .preparedQuery(ADD_VERSION)
        .execute(
            tuple(table, d.name(), d.columns().toArray(String[]::new), Json.write(d.rows()), by))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO lookup_table (tenant_id, id, name, description, content)
      VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  void insert(Tx tx, UUID id, LookupDraft d, int content) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, d.name(), d.description(), content))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE lookup_table
         SET name = $2, description = $3, content = $4, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $5\
      """;

  /**
   * @return whether it had that version
   */
  boolean update(Tx tx, UUID id, LookupDraft d, int content, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(tuple(id, d.name(), d.description(), content, version))
            .await()
            .rowCount()
        == 1;
  }

  private static final String DELETE = "DELETE FROM lookup_table WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
