package dev.imas.core.lookup;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.LookupTable;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  List<LookupView> list(Tx tx, ListRange paging) {
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

  private static final String READS =
      """
      INSERT INTO rule_set_lookup (tenant_id, rule_set, content)
      SELECT current_tenant(), $1, n.content FROM unnest($2::integer[]) AS n(content)\
      """;

  /** Keeps which versions a version of the rules reads. */
  void reads(Tx tx, int ruleSet, Collection<Integer> versions) {
    tx.connection()
        .preparedQuery(READS)
        .execute(tuple(ruleSet, versions.toArray(Integer[]::new)))
        .await();
  }

  private static final String GONE =
      """
      SELECT l.content FROM rule_set_lookup l
       WHERE l.rule_set = $1 AND NOT EXISTS (SELECT FROM lookup_table_version v WHERE v.version = l.content)
       ORDER BY l.content LIMIT 1\
      """;

  /** The first version that a version of the rules reads and that is not there any more. */
  Optional<Integer> gone(Tx tx, int ruleSet) {
    return tx.connection().preparedQuery(GONE).execute(tuple(ruleSet)).await().stream()
        .findFirst()
        .map(row -> row.getInteger("content"));
  }

  // As whoever puts rules into force holds it: what comes into force meanwhile keeps its tables.
  private static final String LOCK_ACTIVATIONS =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('imas.rule_set.activation.' ||"
          + " current_tenant(), 0)) AS mine";

  /**
   * Keeps other rules from coming into force until the transaction ends.
   *
   * @return false if some are just coming into force
   */
  boolean holdActivations(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK_ACTIVATIONS)
        .execute()
        .await()
        .iterator()
        .next()
        .getBoolean("mine");
  }

  // Never the newest number, which the next version would take again.
  static final String OLD =
      """
      SELECT o.version, (SELECT array_agg(l.rule_set) FROM rule_set_lookup l WHERE l.content = o.version) AS readers
        FROM lookup_table_version o
       CROSS JOIN (SELECT least($1, now() - interval '1 day') AS before) AS c
       WHERE o.version > $2 AND o.version < (SELECT max(n.version) FROM lookup_table_version n)
         AND o.created_at < c.before
         AND NOT EXISTS (SELECT FROM lookup_table t WHERE t.content = o.version)
         AND (EXISTS (SELECT FROM lookup_table_version n
                       WHERE n.table_id = o.table_id AND n.version > o.version AND n.created_at < c.before)
              OR NOT EXISTS (SELECT FROM lookup_table t WHERE t.id = o.table_id))
         AND NOT EXISTS (
               SELECT FROM rule_set_lookup l
                 JOIN rule_set r ON r.tenant_id = l.tenant_id AND r.version = l.rule_set
                WHERE l.content = o.version
                  AND (r.created_at >= c.before
                       OR EXISTS (SELECT FROM rule_set_activation a WHERE a.version = r.version)
                       OR EXISTS (SELECT FROM rule_set_history h
                                   WHERE h.recorded_at >= c.before
                                     AND (h.version = r.version OR h.previous = r.version))))
       ORDER BY o.version
       LIMIT $3\
      """;

  /**
   * A version of a table that the table has not had for long.
   *
   * @param readers the versions of the rules that read it: none of them is in force, or was since
   */
  record Old(int version, Set<Integer> readers) {}

  /**
   * The next such versions.
   *
   * @param before their tables had other rows by then, or are gone
   * @param after the number behind which they are looked for
   */
  List<Old> old(Tx tx, Instant before, int after, int limit) {
    List<Old> old = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(OLD).execute(tuple(time(before), after, limit)).await()) {
      Integer[] readers = row.getArrayOfIntegers("readers");
      old.add(new Old(row.getInteger("version"), readers == null ? Set.of() : Set.of(readers)));
    }
    return old;
  }

  static final String NAMED =
      """
      SELECT DISTINCT a.rule_set_version AS rule_set FROM alert_state a WHERE a.rule_set_version = ANY ($1)
       UNION
      SELECT DISTINCT o.rule_set FROM incident_opening o WHERE o.rule_set = ANY ($1)\
      """;

  /**
   * Those of these versions of the rules by which an alert or an incident that is there was routed.
   */
  Set<Integer> named(Tx tx, Collection<Integer> ruleSets) {
    Set<Integer> named = new HashSet<>();
    tx.connection()
        .preparedQuery(NAMED)
        .execute(tuple((Object) ruleSets.toArray(Integer[]::new)))
        .await()
        .forEach(row -> named.add(row.getInteger("rule_set")));
    return named;
  }

  private static final String FORGET = "DELETE FROM lookup_table_version WHERE version = ANY ($1)";

  void forget(Tx tx, Collection<Integer> versions) {
    tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple((Object) versions.toArray(Integer[]::new)))
        .await();
  }
}
