package dev.imas.core.login;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes invitations; only the hashes of their codes are stored. */
final class InvitationRepository {

  /**
   * @param user whose password it sets; null if it makes an account
   */
  record Invitation(UUID id, String role, @Nullable UUID user) {}

  private static final String LOCK =
      """
      SELECT id, role, user_id FROM user_invitation
       WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2
         FOR UPDATE\
      """;

  /** The open invitation with that code, which nobody else can use until the transaction ends. */
  Future<Optional<Invitation>> lock(Tx tx, byte[] codeHash, Instant now) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple(Buffer.buffer(codeHash), time(now)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Invitation(row.getUUID("id"), row.getString("role"), row.getUUID("user_id")));
            });
  }

  private static final String USE =
      "UPDATE user_invitation SET used_at = $2, user_id = $3 WHERE id = $1";

  Future<Void> use(Tx tx, UUID id, UUID user, Instant now) {
    return tx.connection().preparedQuery(USE).execute(tuple(id, time(now), user)).mapEmpty();
  }

  private static final String INSERT =
      """
      WITH before AS (UPDATE user_invitation SET expires_at = $6 WHERE user_id = $4 AND used_at IS NULL)
      INSERT INTO user_invitation (tenant_id, id, code_hash, role, user_id, created_by, created_at, expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  /** Invites a user to set a password; the invitations before it end. */
  Future<Void> insert(
      Tx tx,
      UUID id,
      byte[] codeHash,
      String role,
      UUID user,
      String by,
      Instant now,
      Instant until) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, Buffer.buffer(codeHash), role, user, by, time(now), time(until)))
        .mapEmpty();
  }

  private static final String HAS_PROVIDER =
      "SELECT 1 FROM provider WHERE channel = $1 AND is_active LIMIT 1";

  /** Whether the tenant has something of its own to send by that channel with. */
  Future<Boolean> hasProvider(Tx tx, String channel) {
    return tx.connection()
        .preparedQuery(HAS_PROVIDER)
        .execute(tuple(channel))
        .map(rows -> rows.size() > 0);
  }
}
