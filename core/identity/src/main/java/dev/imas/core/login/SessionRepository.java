package dev.imas.core.login;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Rights;
import dev.imas.core.grant.GrantJson;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes sessions. */
final class SessionRepository {

  /**
   * The account that a name means at log-in.
   *
   * @param hasTotp whether log-in asks for a code
   * @param totpFrom what the tenant says of who needs a second factor; null if it says nothing
   */
  record Account(
      TenantId tenant,
      UUID user,
      @Nullable String hash,
      int epoch,
      AccessRole role,
      boolean hasTotp,
      @Nullable String totpFrom) {}

  /**
   * @param rights those of the user, with grants that may not be in force
   * @param epoch of the user's credentials when it began
   * @param current their epoch now
   * @param isActive whether the user may log in now
   */
  record Session(
      UUID id,
      UUID user,
      String username,
      Rights rights,
      boolean isActive,
      int epoch,
      int current,
      byte[] sealedSeed,
      int turn,
      Instant turnedAt,
      Instant expiresAt,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {

    /** Whether the user has neither been logged out nor changed so that all sessions end. */
    boolean isOpen() {
      return endedAt == null && isActive && epoch == current;
    }
  }

  /** A session as its user sees it. */
  record SessionView(
      UUID id,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt,
      @Nullable String address,
      @Nullable String agent,
      boolean isCurrent) {}

  private static final String FIND_ACCOUNT =
      """
      SELECT tenant_id, user_id, password_hash, epoch, role, has_totp, totp_from FROM find_log_in($1, $2)\
      """;

  /**
   * @param tenant its name; null for the only one there is
   * @param name of the user, or the address
   */
  Future<Optional<Account>> account(Tx tx, @Nullable String tenant, String name) {
    return tx.connection()
        .preparedQuery(FIND_ACCOUNT)
        .execute(tuple(tenant, name))
        .map(SessionRepository::account);
  }

  private static final String ACCOUNT =
      """
      SELECT u.tenant_id, u.id AS user_id, c.password_hash, c.epoch, u.role,
             EXISTS (SELECT 1 FROM user_totp o
                      WHERE o.tenant_id = u.tenant_id AND o.user_id = u.id AND o.confirmed_at IS NOT NULL) AS has_totp,
             (SELECT t.settings ->> 'totp_required_from' FROM tenant t WHERE t.tenant_id = u.tenant_id) AS totp_from
        FROM user_account u
        JOIN user_credential c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
       WHERE u.id = $1 AND u.is_active AND u.deleted_at IS NULL\
      """;

  /** The account of a user who may log in. */
  Future<Optional<Account>> account(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(ACCOUNT)
        .execute(tuple(user))
        .map(SessionRepository::account);
  }

  private static Optional<Account> account(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Account(
            new TenantId(row.getUUID("tenant_id")),
            row.getUUID("user_id"),
            row.getString("password_hash"),
            row.getInteger("epoch"),
            AccessRole.named(row.getString("role")).orElse(AccessRole.VIEWER),
            row.getBoolean("has_totp"),
            row.getString("totp_from")));
  }

  private static final String USERNAME = "SELECT username FROM user_account WHERE id = $1";

  Future<String> username(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(USERNAME)
        .execute(tuple(user))
        .map(rows -> rows.iterator().next().getString(0));
  }

  private static final String FIND =
      """
      SELECT s.id, s.user_id, u.username, u.role, grants_of(s.tenant_id, s.user_id)::text AS grants, u.is_active AND u.deleted_at IS NULL AS is_active, s.epoch,
             coalesce(c.epoch, 0) AS current, s.seed_enc, s.turn, s.turned_at, s.expires_at, s.ended_at, s.ended_by
        FROM user_session s
        JOIN user_account u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
        LEFT JOIN user_credential c ON c.tenant_id = s.tenant_id AND c.user_id = s.user_id
       WHERE s.id = $1\
      """;

  Future<Optional<Session>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(id))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(session(rows.iterator().next())));
  }

  private static Session session(Row row) {
    return new Session(
        row.getUUID("id"),
        row.getUUID("user_id"),
        row.getString("username"),
        new Rights(
            AccessRole.named(row.getString("role")).orElse(AccessRole.VIEWER),
            GrantJson.read(row.getString("grants"))),
        row.getBoolean("is_active"),
        row.getInteger("epoch"),
        row.getInteger("current"),
        row.getBuffer("seed_enc").getBytes(),
        row.getInteger("turn"),
        instant(row, "turned_at"),
        instant(row, "expires_at"),
        instantOrNull(row, "ended_at"),
        row.getString("ended_by"));
  }

  private static final String INSERT =
      """
      WITH seen AS (UPDATE user_account SET last_login_at = $5 WHERE id = $2)
      INSERT INTO user_session (tenant_id, id, user_id, epoch, seed_enc, turned_at, created_at, expires_at, address, agent)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $5, $6, $7, $8)\
      """;

  Future<Void> insert(
      Tx tx,
      UUID id,
      Account of,
      byte[] sealedSeed,
      Instant now,
      Instant expiresAt,
      String address,
      @Nullable String agent) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                of.user,
                of.epoch,
                Buffer.buffer(sealedSeed),
                time(now),
                time(expiresAt),
                address,
                agent))
        .mapEmpty();
  }

  private static final String TURN =
      """
      UPDATE user_session SET turn = turn + 1, turned_at = $3, expires_at = $4
       WHERE id = $1 AND turn = $2 AND ended_at IS NULL\
      """;

  /**
   * Makes the next refresh token the valid one, unless another request did so first.
   *
   * @param turn of the one that is used now
   */
  Future<Boolean> turn(Tx tx, UUID id, int turn, Instant now, Instant expiresAt) {
    return tx.connection()
        .preparedQuery(TURN)
        .execute(tuple(id, turn, time(now), time(expiresAt)))
        .map(r -> r.rowCount() > 0);
  }

  private static final String END =
      """
      UPDATE user_session SET ended_at = $2, ended_by = $3
       WHERE id = $1 AND ended_at IS NULL AND ($4::uuid IS NULL OR user_id = $4)\
      """;

  /**
   * @param user whose it must be; null for anybody's
   * @return whether it was open
   */
  Future<Boolean> end(Tx tx, UUID id, @Nullable UUID user, String by, Instant now) {
    return tx.connection()
        .preparedQuery(END)
        .execute(tuple(id, time(now), by, user))
        .map(r -> r.rowCount() > 0);
  }

  private static final String LIST =
      """
      SELECT s.id, s.created_at, s.turned_at, s.expires_at, s.address, s.agent
        FROM user_session s
        JOIN user_credential c ON c.tenant_id = s.tenant_id AND c.user_id = s.user_id AND c.epoch = s.epoch
       WHERE s.user_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2
         AND ($3::timestamptz IS NULL OR (s.created_at, s.id) < ($3, $4::uuid))
       ORDER BY s.created_at DESC, s.id DESC
       LIMIT $5\
      """;

  /** The open sessions of a user, the newest first. */
  Future<List<SessionView>> open(Tx tx, UUID user, UUID current, Instant now, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                user,
                time(now),
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch()))
        .map(
            rows -> {
              List<SessionView> sessions = new ArrayList<>();
              for (Row row : rows) {
                sessions.add(
                    new SessionView(
                        row.getUUID("id"),
                        instant(row, "created_at"),
                        instant(row, "turned_at"),
                        instant(row, "expires_at"),
                        row.getString("address"),
                        row.getString("agent"),
                        row.getUUID("id").equals(current)));
              }
              return sessions;
            });
  }

  private static final String CONFIRM =
      "UPDATE user_session SET confirmed_until = $3 WHERE id = $1 AND user_id = $2";

  /** The password was sent again. */
  void confirm(Tx tx, UUID id, UUID user, Instant until) {
    tx.connection().preparedQuery(CONFIRM).execute(tuple(id, user, time(until))).await();
  }

  private static final String IS_CONFIRMED =
      "SELECT 1 FROM user_session WHERE id = $1 AND (confirmed_until > $2 OR created_at > $3)";

  /**
   * @param logIn for how long a log-in counts like the password
   */
  boolean isConfirmed(Tx tx, UUID id, Instant now, Duration logIn) {
    return tx.connection()
            .preparedQuery(IS_CONFIRMED)
            .execute(tuple(id, time(now), time(now.minus(logIn))))
            .await()
            .size()
        > 0;
  }

  private static final String FORGET = "DELETE FROM user_session WHERE expires_at < $1";

  /** Removes what expired long ago. Until then a device is known by its session. */
  Future<Void> forget(Tx tx, Instant now, Duration after) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(now.minus(after)))).mapEmpty();
  }
}
