package dev.imas.core.deployment;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.deployment.CodeRepositoryView.Named;
import dev.imas.core.deployment.CodeRepositoryView.Unknown;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes repositories of code. It awaits, on a virtual thread. */
public final class CodeRepositoryRepository {

  private static final String LIST =
      """
      SELECT r.id, r.forge, r.full_name, r.forge_id, r.default_branch, r.service_id, v.name AS service_name, r.path_prefixes,
             r.commit_link, r.version, r.created_at, r.updated_at
        FROM repository r
        LEFT JOIN service v ON v.tenant_id = r.tenant_id AND v.id = r.service_id
       WHERE ($1::uuid IS NULL OR r.id = $1)
         AND ($2::text IS NULL OR lower(r.full_name) > lower($2))
         AND ($3::uuid IS NULL OR r.service_id = $3)
       ORDER BY lower(r.full_name)
       LIMIT $4\
      """;

  List<CodeRepositoryView> list(Tx tx, @Nullable UUID service, ListRange paging) {
    return views(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(null, paging.after(), service, paging.fetch()))
            .await());
  }

  Optional<CodeRepositoryView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static List<CodeRepositoryView> views(RowSet<Row> rows) {
    List<CodeRepositoryView> views = new ArrayList<>();
    for (Row row : rows) {
      UUID service = row.getUUID("service_id");
      views.add(
          new CodeRepositoryView(
              row.getUUID("id"),
              row.getString("forge"),
              row.getString("full_name"),
              row.getString("forge_id"),
              row.getString("default_branch"),
              service == null ? null : new Named(service, row.getString("service_name")),
              List.of(row.getArrayOfStrings("path_prefixes")),
              row.getString("commit_link"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM repository WHERE id = $1 OR lower(full_name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  Optional<CodeRepositoryView> find(Tx tx, Reference repository) {
    return findId(tx, repository).flatMap(found -> find(tx, found));
  }

  /** By its id or its full name. */
  public Optional<UUID> findId(Tx tx, Reference repository) {
    @Nullable UUID id = repository.id();
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(id, repository.text()))
        .map(Rows::firstId)
        .await();
  }

  private static final String COUNT = "SELECT count(*)::int AS n FROM repository";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger("n");
  }

  private static final String INSERT =
      """
      INSERT INTO repository (tenant_id, id, forge, full_name, forge_id, default_branch, service_id, path_prefixes, commit_link)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  void insert(Tx tx, UUID id, CodeRepositoryDraft d, @Nullable UUID service) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                d.forge(),
                d.fullName(),
                d.forgeId(),
                d.defaultBranch(),
                service,
                d.pathPrefixes().toArray(String[]::new),
                d.commitLink()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE repository
         SET forge = $2, full_name = $3, forge_id = $4, default_branch = $5, service_id = $6, path_prefixes = $7, commit_link = $8,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $9\
      """;

  /**
   * @return whether it had that version
   */
  boolean update(Tx tx, UUID id, CodeRepositoryDraft d, @Nullable UUID service, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    d.forge(),
                    d.fullName(),
                    d.forgeId(),
                    d.defaultBranch(),
                    service,
                    d.pathPrefixes().toArray(String[]::new),
                    d.commitLink(),
                    version))
            .await()
            .rowCount()
        == 1;
  }

  private static final String DELETE = "DELETE FROM repository WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String UNKNOWN =
      """
      SELECT c.forge, c.repository, max(c.repository_id) AS repository_id, sum(c.deployments)::bigint AS deployments,
             sum(c.pushes)::bigint AS pushes, max(c.happened_at) AS last_at
        FROM (SELECT d.dialect AS forge, d.repository, d.repository_id, 1 AS deployments, 0 AS pushes, d.happened_at
                FROM deployment d WHERE d.repository <> '' AND d.happened_at >= now() - interval '90 days'
              UNION ALL
              SELECT p.dialect, p.repository, p.repository_id, 0, 1, p.happened_at
                FROM push p WHERE p.repository <> '' AND p.happened_at >= now() - interval '90 days') AS c
       WHERE NOT EXISTS (SELECT FROM repository r
                          WHERE lower(r.full_name) = lower(c.repository)
                             OR (r.forge = c.forge AND r.forge_id <> '' AND r.forge_id = c.repository_id))
       GROUP BY c.forge, c.repository
       ORDER BY sum(c.deployments) DESC, sum(c.pushes) DESC, c.repository
       LIMIT 100\
      """;

  /** What changes of the last 90 days name and nobody has entered, the most used first. */
  List<Unknown> unknown(Tx tx) {
    List<Unknown> unknown = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(UNKNOWN).execute().await()) {
      unknown.add(
          new Unknown(
              row.getString("forge"),
              row.getString("repository"),
              row.getString("repository_id"),
              row.getLong("deployments"),
              row.getLong("pushes"),
              instant(row, "last_at")));
    }
    return unknown;
  }
}
