package dev.imas.core.field;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.field.FieldView.Option;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores fields and their options. What returns no future awaits, on a virtual thread. */
final class FieldRepository {

  private static final String COLUMNS =
      """
      SELECT f.id, f.key, f.label, f.description, f.type, f.required_at, f.is_archived, f.version, f.created_at, f.updated_at,
             (SELECT json_agg(json_build_object('id', o.id, 'label', o.label, 'archived', o.is_archived) ORDER BY o.position, o.id)
                FROM custom_field_option o
               WHERE o.tenant_id = f.tenant_id AND o.field_id = f.id)::text AS options
        FROM custom_field f
      """;

  private static final String LIST =
      COLUMNS
          + """
           WHERE ($1::text IS NULL OR f.key > $1) AND ($2::boolean IS NULL OR f.is_archived = $2)
           ORDER BY f.key
           LIMIT $3\
          """;

  /** Sorted by key; the cursor is the key of the last one. */
  List<FieldView> list(Tx tx, @Nullable Boolean archived, ListRange paging) {
    return views(tx, LIST, tuple(paging.after(), archived, paging.fetch()));
  }

  private static final String ACTIVE = COLUMNS + " WHERE NOT f.is_archived ORDER BY f.key";

  List<FieldView> active(Tx tx) {
    return views(tx, ACTIVE, Tuple.tuple());
  }

  private static final String FIND =
      COLUMNS + " WHERE f.id = $1 OR f.key = lower($2) ORDER BY (f.id = $1) IS TRUE DESC LIMIT 1";

  /** By id or key, also one that was archived. */
  Optional<FieldView> find(Tx tx, Reference field) {
    return views(tx, FIND, tuple(field.id(), field.text())).stream().findFirst();
  }

  FieldView existing(Tx tx, Reference field) {
    return find(tx, field).orElseThrow(() -> Fault.notFound("there is no field " + field));
  }

  private static List<FieldView> views(Tx tx, String sql, Tuple parameters) {
    List<FieldView> views = new ArrayList<>();
    tx.connection().preparedQuery(sql).execute(parameters).await().forEach(r -> views.add(view(r)));
    return views;
  }

  private static FieldView view(Row row) {
    List<Option> options = new ArrayList<>();
    List<Option> archived = new ArrayList<>();
    String json = row.getString("options");
    if (json != null) {
      for (JsonNode option : Json.read(json, JsonNode.class)) {
        (option.get("archived").booleanValue() ? archived : options)
            .add(new Option(option.get("id").textValue(), option.get("label").textValue()));
      }
    }
    return new FieldView(
        row.getUUID("id"),
        row.getString("key"),
        row.getString("label"),
        row.getString("description"),
        FieldType.named(row.getString("type")).orElseThrow(),
        RequiredAt.named(row.getString("required_at")).orElseThrow(),
        options,
        archived,
        row.getBoolean("is_archived"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.field.' || current_tenant(), 0))";

  /** Keeps others from changing fields until the transaction ends. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  private static final String COUNT =
      """
      SELECT (count(*) FILTER (WHERE NOT f.is_archived))::int AS active, count(*)::int AS all,
             (SELECT count(*)::int FROM custom_field_option o WHERE o.field_id = $1) AS options
        FROM custom_field f\
      """;

  /**
   * How many there are.
   *
   * @param options of one field, also archived ones
   */
  record Count(int active, int all, int options) {}

  Count count(Tx tx, UUID field) {
    Row row = tx.connection().preparedQuery(COUNT).execute(tuple(field)).await().iterator().next();
    return new Count(row.getInteger("active"), row.getInteger("all"), row.getInteger("options"));
  }

  private static final String INSERT =
      """
      INSERT INTO custom_field (tenant_id, id, key, label, description, type, required_at, created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $7)\
      """;

  void insert(Tx tx, UUID id, String key, FieldDraft d, Instant at) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                key,
                d.label(),
                d.description(),
                d.type().wireName(),
                d.requiredAt().wireName(),
                time(at)))
        .await();
    writeOptions(tx, id, d.options());
  }

  private static final String UPDATE =
      """
      UPDATE custom_field
         SET label = $2, description = $3, required_at = $4, is_archived = $5, updated_at = $6, version = version + 1
       WHERE id = $1 AND version = $7\
      """;

  /** The key and the type stay. An option that is left out is archived. */
  boolean update(Tx tx, UUID id, FieldDraft d, boolean isArchived, int version, Instant at) {
    boolean updated =
        tx.connection()
                .preparedQuery(UPDATE)
                .execute(
                    tuple(
                        id,
                        d.label(),
                        d.description(),
                        d.requiredAt().wireName(),
                        isArchived,
                        time(at),
                        version))
                .await()
                .rowCount()
            == 1;
    if (updated) {
      writeOptions(tx, id, d.options());
    }
    return updated;
  }

  private static final String ARCHIVE =
      """
      UPDATE custom_field SET is_archived = true, updated_at = $2, version = version + 1
       WHERE id = $1 AND NOT is_archived\
      """;

  void archive(Tx tx, UUID id, Instant at) {
    tx.connection().preparedQuery(ARCHIVE).execute(tuple(id, time(at))).await();
  }

  private static final String LEAVE_OUT =
      """
      UPDATE custom_field_option SET is_archived = true
       WHERE field_id = $1 AND NOT is_archived AND id <> ALL ($2::text[])\
      """;

  private static final String WRITE =
      """
      INSERT INTO custom_field_option (tenant_id, field_id, id, label, position)
      SELECT current_tenant(), $1, n.id, n.label, n.position
        FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS n(id, label, position)
          ON CONFLICT (tenant_id, field_id, id)
          DO UPDATE SET label = EXCLUDED.label, position = EXCLUDED.position, is_archived = false\
      """;

  private static void writeOptions(Tx tx, UUID field, List<Option> options) {
    String[] ids = options.stream().map(Option::id).toArray(String[]::new);
    tx.connection().preparedQuery(LEAVE_OUT).execute(tuple(field, ids)).await();
    if (ids.length > 0) {
      String[] labels = options.stream().map(Option::label).toArray(String[]::new);
      tx.connection().preparedQuery(WRITE).execute(tuple(field, ids, labels)).await();
    }
  }

  private static final String TENANTS = "SELECT tenants_with_custom_fields() AS id";

  /** The tenants with fields. Outside of any tenant. */
  static Future<Set<UUID>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }
}
