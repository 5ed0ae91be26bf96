package dev.imas.core.totp;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes second factors and recovery codes. */
final class TotpRepository {

  /**
   * A user's factor.
   *
   * @param confirmedAt null while no code has shown that it works
   * @param failures wrong codes in a row
   * @param codesLeft recovery codes that were not used
   */
  record Factor(
      byte[] sealedSecret,
      Instant createdAt,
      @Nullable Instant confirmedAt,
      int failures,
      @Nullable Instant failedAt,
      int codesLeft) {

    boolean isConfirmed() {
      return confirmedAt != null;
    }
  }

  private static final String FIND =
      """
      SELECT t.secret_enc, t.created_at, t.confirmed_at, t.failures, t.failed_at,
             (SELECT count(*)::int FROM user_recovery_code c
               WHERE c.tenant_id = t.tenant_id AND c.user_id = t.user_id AND c.used_at IS NULL) AS codes_left
        FROM user_totp t
       WHERE t.user_id = $1\
      """;

  Future<Optional<Factor>> find(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(user))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Factor(
                      row.getBuffer("secret_enc").getBytes(),
                      instant(row, "created_at"),
                      instantOrNull(row, "confirmed_at"),
                      row.getInteger("failures"),
                      instantOrNull(row, "failed_at"),
                      row.getInteger("codes_left")));
            });
  }

  private static final String SET_UP =
      """
      INSERT INTO user_totp (tenant_id, user_id, secret_enc, created_at)
      VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT (tenant_id, user_id)
      DO UPDATE SET secret_enc = excluded.secret_enc, created_at = excluded.created_at
       WHERE user_totp.confirmed_at IS NULL\
      """;

  /**
   * Replaces a factor that is not confirmed. Its failures stay, so that nobody gets fresh guesses.
   *
   * @return false if there is one that is
   */
  Future<Boolean> setUp(Tx tx, UUID user, byte[] sealedSecret, Instant now) {
    return tx.connection()
        .preparedQuery(SET_UP)
        .execute(tuple(user, Buffer.buffer(sealedSecret), time(now)))
        .map(r -> r.rowCount() > 0);
  }

  /**
   * One statement decides, counts and remembers, so that of two requests with one code only one is
   * let in, and no guess is free.
   */
  private static final String TRY =
      """
      UPDATE user_totp t
         SET last_step = greatest(t.last_step, $2),
             failures = CASE WHEN $2 > t.last_step THEN 0 WHEN t.failed_at <= $4 THEN 1 ELSE t.failures + 1 END,
             failed_at = CASE WHEN $2 > t.last_step THEN t.failed_at ELSE $3 END,
             confirmed_at = CASE WHEN $2 > t.last_step THEN coalesce(t.confirmed_at, $3) ELSE t.confirmed_at END
       WHERE t.user_id = $1 AND (t.confirmed_at IS NOT NULL) = $6 AND t.secret_enc = $7
         AND (t.failures < $5 OR t.failed_at <= $4)
      RETURNING $2 > old.last_step AS accepted\
      """;

  /**
   * Uses a code.
   *
   * @param step that the code is of; {@link OneTimeCode#NO_STEP} for a wrong one
   * @param forgotten failures until then no longer count
   * @param most failures in a row
   * @param isConfirmed whether the factor must be confirmed, or must not be
   * @param sealedSecret with which the code was compared
   * @return whether it is accepted; empty if no code is taken
   */
  Future<Optional<Boolean>> tryStep(
      Tx tx,
      UUID user,
      long step,
      Instant now,
      Instant forgotten,
      int most,
      boolean isConfirmed,
      byte[] sealedSecret) {
    return tx.connection()
        .preparedQuery(TRY)
        .execute(
            tuple(
                user,
                step,
                time(now),
                time(forgotten),
                most,
                isConfirmed,
                Buffer.buffer(sealedSecret)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getBoolean("accepted")));
  }

  private static final String DELETE_CODES = "DELETE FROM user_recovery_code WHERE user_id = $1";

  private static final String INSERT_CODES =
      """
      INSERT INTO user_recovery_code (tenant_id, user_id, code_hash)
      SELECT current_tenant(), $1, c.hash FROM unnest($2::bytea[]) AS c (hash)\
      """;

  /** Replaces the recovery codes. */
  Future<Void> replaceCodes(Tx tx, UUID user, List<byte[]> hashes) {
    Buffer[] buffers = hashes.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    return tx.connection()
        .preparedQuery(DELETE_CODES)
        .execute(tuple(user))
        .compose(
            gone ->
                tx.connection().preparedQuery(INSERT_CODES).execute(tuple(user, (Object) buffers)))
        .mapEmpty();
  }

  private static final String USE_CODE =
      """
      UPDATE user_recovery_code SET used_at = $3
       WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL\
      """;

  Future<Boolean> useCode(Tx tx, UUID user, byte[] hash, Instant now) {
    return tx.connection()
        .preparedQuery(USE_CODE)
        .execute(tuple(user, Buffer.buffer(hash), time(now)))
        .map(r -> r.rowCount() > 0);
  }

  private static final String DELETE = "DELETE FROM user_totp WHERE user_id = $1";

  /** Removes the factor with its recovery codes. */
  Future<Boolean> delete(Tx tx, UUID user) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(user)).map(r -> r.rowCount() > 0);
  }

  private static final String READ_FROM =
      "SELECT settings ->> 'totp_required_from' FROM tenant WHERE tenant_id = current_tenant()";

  /** What the tenant says of who needs one; null if it says nothing. */
  Future<@Nullable String> requiredFrom(Tx tx) {
    return tx.connection()
        .preparedQuery(READ_FROM)
        .execute()
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0));
  }

  private static final String WRITE_FROM =
      """
      UPDATE tenant SET settings = jsonb_set(settings, '{totp_required_from}', to_jsonb($1::text))
       WHERE tenant_id = current_tenant()\
      """;

  Future<Void> requireFrom(Tx tx, String from) {
    return tx.connection().preparedQuery(WRITE_FROM).execute(tuple(from)).mapEmpty();
  }
}
