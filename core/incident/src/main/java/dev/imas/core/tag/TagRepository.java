package dev.imas.core.tag;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes tags. What returns no future awaits, on a virtual thread. */
public final class TagRepository {

  private static final String LIST =
      """
      SELECT t.id, t.name, t.color, t.description, t.auto_apply_pattern, t.is_active, t.version, t.created_at, t.updated_at
        FROM tag t
       WHERE ($1::uuid IS NULL OR t.id = $1)
         AND ($2::text IS NULL OR lower(t.name) > lower($2))
         AND ($3::boolean IS NULL OR t.is_active = $3)
       ORDER BY lower(t.name)
       LIMIT $4\
      """;

  /** Sorted by name; the cursor is the name of the last one. */
  List<TagView> list(Tx tx, @Nullable Boolean active, ListRange paging) {
    return views(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(null, paging.after(), active, paging.fetch()))
            .await());
  }

  Optional<TagView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static final String POPULAR =
      """
      SELECT t.id, t.name, t.color, t.description, t.auto_apply_pattern, t.is_active, t.version, t.created_at, t.updated_at,
             u.incidents
        FROM (SELECT x.tag_id, count(*) AS incidents FROM incident_tag x GROUP BY x.tag_id) AS u
        JOIN tag t ON t.id = u.tag_id
       ORDER BY u.incidents DESC, lower(t.name)
       LIMIT 20\
      """;

  /** The 20 that most incidents have. */
  List<TagView.Used> popular(Tx tx) {
    List<TagView.Used> used = new ArrayList<>();
    tx.connection()
        .preparedQuery(POPULAR)
        .execute()
        .await()
        .forEach(row -> used.add(new TagView.Used(view(row), row.getLong("incidents"))));
    return used;
  }

  private static List<TagView> views(RowSet<Row> rows) {
    List<TagView> views = new ArrayList<>();
    rows.forEach(row -> views.add(view(row)));
    return views;
  }

  private static TagView view(Row row) {
    return new TagView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("color"),
        row.getString("description"),
        row.getString("auto_apply_pattern"),
        row.getBoolean("is_active"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM tag WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a tag by id or name; a fault if there is none. */
  TagView existing(Tx tx, Reference tag) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(tag.id(), tag.text()))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no tag " + tag));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.tag.' || current_tenant(), 0))";

  private static final String COUNT =
      """
      SELECT count(*)::int AS all, (count(*) FILTER (WHERE is_active AND auto_apply_pattern IS NOT NULL))::int AS patterns
        FROM tag\
      """;

  /** How many tags there are, and how many of the active ones have a pattern. */
  record Count(int all, int patterns) {}

  /** Keeps others from adding one by hand until the transaction ends. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  Count count(Tx tx) {
    Row row = tx.connection().preparedQuery(COUNT).execute().await().iterator().next();
    return new Count(row.getInteger("all"), row.getInteger("patterns"));
  }

  private static final String INSERT =
      """
      INSERT INTO tag (tenant_id, id, name, color, description, auto_apply_pattern, is_active)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(Tx tx, UUID id, TagDraft d) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(id, d.name(), d.color(), d.description(), d.autoApplyPattern(), d.isActive()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE tag
         SET name = $2, color = $3, description = $4, auto_apply_pattern = $5, is_active = $6,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $7\
      """;

  /**
   * @return whether it had that version
   */
  boolean update(Tx tx, UUID id, TagDraft d, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    d.name(),
                    d.color(),
                    d.description(),
                    d.autoApplyPattern(),
                    d.isActive(),
                    version))
            .await()
            .rowCount()
        == 1;
  }

  private static final String DELETE = "DELETE FROM tag WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String WITH_PATTERNS = "SELECT tenants_with_tag_patterns() AS id";

  /** The tenants some of whose tags have patterns. Outside of any tenant. */
  Future<Set<UUID>> patterned(Tx tx) {
    return tx.connection()
        .preparedQuery(WITH_PATTERNS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }
}
