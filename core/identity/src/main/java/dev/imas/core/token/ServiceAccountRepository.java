package dev.imas.core.token;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes service accounts. */
final class ServiceAccountRepository {

  /** A service account as it is shown. */
  record AccountView(
      UUID id,
      String name,
      String description,
      boolean isActive,
      int version,
      String createdBy,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {}

  record Writing(String name, String description, boolean isActive) {}

  private static final String SELECT =
      """
      SELECT id, name, description, is_active, version, created_by, created_at, updated_at
        FROM service_account
       WHERE ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR lower(name) > lower($2))
       ORDER BY lower(name)
       LIMIT $3\
      """;

  Future<List<AccountView>> list(Tx tx, ListRange paging) {
    return tx.connection()
        .preparedQuery(SELECT)
        .execute(tuple(null, paging.after(), paging.fetch()))
        .map(ServiceAccountRepository::views);
  }

  Future<Optional<AccountView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(SELECT)
        .execute(tuple(id, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<AccountView> views(RowSet<Row> rows) {
    List<AccountView> accounts = new ArrayList<>();
    for (Row row : rows) {
      accounts.add(
          new AccountView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("description"),
              row.getBoolean("is_active"),
              row.getInteger("version"),
              row.getString("created_by"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return accounts;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM service_account
       WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds an account by id or name. */
  Future<Optional<UUID>> findId(Tx tx, Reference account) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(account.id(), account.text()))
        .map(Rows::firstId);
  }

  private static final String INSERT =
      """
      INSERT INTO service_account (tenant_id, id, name, description, is_active, created_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)\
      """;

  Future<Void> insert(Tx tx, UUID id, Writing w, String by) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, w.name, w.description, w.isActive, by))
        .mapEmpty();
  }

  private static final String UPDATE =
      """
      UPDATE service_account
         SET name = $2, description = $3, is_active = $4, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $5\
      """;

  Future<Boolean> update(Tx tx, UUID id, Writing w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(tuple(id, w.name, w.description, w.isActive, version))
        .map(r -> r.rowCount() > 0);
  }

  private static final String DELETE = "DELETE FROM service_account WHERE id = $1";

  Future<Void> delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id)).mapEmpty();
  }

  private static final String OWNS =
      "SELECT FROM api_token WHERE id = $2 AND service_account_id = $1";

  /** Whether the token is one of the account's. */
  Future<Boolean> owns(Tx tx, UUID id, UUID token) {
    return tx.connection()
        .preparedQuery(OWNS)
        .execute(tuple(id, token))
        .map(rows -> rows.size() > 0);
  }
}
