package dev.imas.core.login;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and writes what signs access tokens, inside the platform's tenant. */
final class SigningKeyRepository {

  /**
   * @param signsFrom before then it only checks, since some process may not know it
   */
  record Stored(UUID id, byte[] sealed, Instant createdAt, Instant signsFrom) {}

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.signing_key', 0))";

  /** Keeps others from adding or removing a key until the transaction ends. */
  Future<Void> lock(Tx tx) {
    return tx.connection().query(LOCK).execute().mapEmpty();
  }

  private static final String LIST =
      """
      SELECT id, key_enc, created_at, signs_from FROM signing_key WHERE purpose = 'access'
       ORDER BY signs_from DESC, id DESC\
      """;

  /** The newest first. */
  Future<List<Stored>> list(Tx tx) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute()
        .map(
            rows -> {
              List<Stored> keys = new ArrayList<>();
              for (Row row : rows) {
                keys.add(
                    new Stored(
                        row.getUUID("id"),
                        row.getBuffer("key_enc").getBytes(),
                        instant(row, "created_at"),
                        instant(row, "signs_from")));
              }
              return keys;
            });
  }

  private static final String INSERT =
      """
      INSERT INTO signing_key (tenant_id, id, purpose, key_enc, created_at, signs_from)
      VALUES (current_tenant(), $1, 'access', $2, $3, $4)\
      """;

  Future<Void> insert(Tx tx, Stored key) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(key.id, Buffer.buffer(key.sealed), time(key.createdAt), time(key.signsFrom)))
        .mapEmpty();
  }

  private static final String DELETE = "DELETE FROM signing_key WHERE id = ANY ($1)";

  Future<Void> delete(Tx tx, List<UUID> ids) {
    return tx.connection()
        .preparedQuery(DELETE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .mapEmpty();
  }
}
