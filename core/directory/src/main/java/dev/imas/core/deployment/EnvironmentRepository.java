package dev.imas.core.deployment;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes environments. It awaits, on a virtual thread. */
public final class EnvironmentRepository {

  private static final String LIST =
      """
      SELECT e.id, e.name, e.tier, e.patterns, e.version, e.created_at, e.updated_at
        FROM environment e
       WHERE ($1::uuid IS NULL OR e.id = $1)
         AND ($2::text IS NULL OR lower(e.name) > lower($2))
       ORDER BY lower(e.name)
       LIMIT $3\
      """;

  List<EnvironmentView> list(Tx tx, ListRange paging) {
    return views(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(null, paging.after(), paging.fetch()))
            .await());
  }

  Optional<EnvironmentView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, 1)).await()).stream()
        .findFirst();
  }

  private static List<EnvironmentView> views(RowSet<Row> rows) {
    List<EnvironmentView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new EnvironmentView(
              row.getUUID("id"),
              row.getString("name"),
              EnvironmentTier.of(row.getInteger("tier")).wireName(),
              List.of(row.getArrayOfStrings("patterns")),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM environment WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  Optional<EnvironmentView> find(Tx tx, Reference environment) {
    return findId(tx, environment).flatMap(found -> find(tx, found));
  }

  /** By its id or its own name; patterns do not count. */
  public Optional<UUID> findId(Tx tx, Reference environment) {
    @Nullable UUID id = environment.id();
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(id, environment.text()))
        .map(Rows::firstId)
        .await();
  }

  private static final String COUNT = "SELECT count(*)::int AS n FROM environment";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger("n");
  }

  private static final String INSERT =
      """
      INSERT INTO environment (tenant_id, id, name, tier, patterns) VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  void insert(Tx tx, UUID id, EnvironmentDraft d) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(id, d.name(), (short) d.tier().number(), d.patterns().toArray(String[]::new)))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE environment SET name = $2, tier = $3, patterns = $4, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $5\
      """;

  /**
   * @return whether it had that version
   */
  boolean update(Tx tx, UUID id, EnvironmentDraft d, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    d.name(),
                    (short) d.tier().number(),
                    d.patterns().toArray(String[]::new),
                    version))
            .await()
            .rowCount()
        == 1;
  }

  private static final String DELETE = "DELETE FROM environment WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
