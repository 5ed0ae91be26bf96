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
   * @param isReset whether the user asked for it, having forgotten the password
   * @param tenant its name, which whoever logs in may have to say
   */
  record Invitation(UUID id, String role, @Nullable UUID user, boolean isReset, String tenant) {}

  private static final String LOCK =
      """
      SELECT i.id, i.role, i.user_id, i.is_reset,
             (SELECT t.name FROM tenant t WHERE t.tenant_id = i.tenant_id) AS tenant_name
        FROM user_invitation i
       WHERE i.code_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2
         AND NOT (i.is_reset AND EXISTS (
               SELECT FROM user_credential c
                WHERE c.tenant_id = i.tenant_id AND c.user_id = i.user_id AND c.changed_at > i.created_at))
         FOR UPDATE OF i\
      """;

  /**
   * The open invitation with that code, which nobody else can use until the transaction ends. One
   * that was asked for ends when the password is changed in another way.
   */
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
                  new Invitation(
                      row.getUUID("id"),
                      row.getString("role"),
                      row.getUUID("user_id"),
                      row.getBoolean("is_reset"),
                      row.getString("tenant_name")));
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

  // Whoever asks twice uses the newer mail. An administrator's invitation stays: else strangers
  // could end it.
  private static final String INSERT_RESET =
      """
      WITH before AS (UPDATE user_invitation SET expires_at = $6 WHERE user_id = $4 AND used_at IS NULL AND is_reset)
      INSERT INTO user_invitation (tenant_id, id, code_hash, role, user_id, created_by, created_at, expires_at, is_reset)
      SELECT current_tenant(), $1, $2, $3, $4, 'forgotten', $6, $7, true
       WHERE (SELECT count(*) FROM user_invitation i WHERE i.user_id = $4 AND i.is_reset AND i.created_at > $8) < $5\
      """;

  /**
   * A code for a user who forgot the password; the ones before it end.
   *
   * @param since of which time there may be fewer than {@code most}
   * @return false if there were as many, and then nothing is written
   */
  boolean insertReset(
      Tx tx,
      UUID id,
      byte[] codeHash,
      String role,
      UUID user,
      long most,
      Instant now,
      Instant until,
      Instant since) {
    return tx.connection()
            .preparedQuery(INSERT_RESET)
            .execute(
                tuple(
                    id,
                    Buffer.buffer(codeHash),
                    role,
                    user,
                    most,
                    time(now),
                    time(until),
                    time(since)))
            .await()
            .rowCount()
        > 0;
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
