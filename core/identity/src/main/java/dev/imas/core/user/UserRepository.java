package dev.imas.core.user;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.AccessRole;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
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
import org.jspecify.annotations.Nullable;

/** Reads and writes users. A deleted one keeps its row, and is found nowhere else. */
public final class UserRepository {

  private static final String SELECT =
      """
      SELECT u.id, u.username, u.email, u.first_name, u.last_name, u.phone, u.role, u.time_zone, u.locale, u.is_active,
             u.version, u.created_at, u.updated_at, u.last_login_at,
             EXISTS (SELECT 1 FROM user_credential c
                      WHERE c.tenant_id = u.tenant_id AND c.user_id = u.id AND c.password_hash IS NOT NULL) AS has_password,
             (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'role', m.role) ORDER BY lower(t.name)),
                              '[]')::text
                FROM team_member m JOIN team t ON t.tenant_id = m.tenant_id AND t.id = m.team_id
               WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id) AS teams
        FROM user_account u
       WHERE u.deleted_at IS NULL\
      """;

  private static final String LIST =
      SELECT
          + """

             AND ($1::text IS NULL OR lower(u.username) > lower($1))
             AND ($2::text[] IS NULL OR u.role = ANY ($2))
             AND ($3::uuid IS NULL OR EXISTS (SELECT 1 FROM team_member m
                                               WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id AND m.team_id = $3))
           ORDER BY lower(u.username)
           LIMIT $4\
          """;

  /**
   * @param roles as in JSON; null for any
   */
  Future<List<UserView>> list(
      Tx tx, String @Nullable [] roles, @Nullable UUID team, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(paging.after(), roles, team, paging.fetch()))
        .map(UserRepository::views);
  }

  private static final String FIND = SELECT + " AND u.id = $1";

  Future<Optional<UserView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(id))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static final String FIND_ID =
      """
      SELECT id FROM user_account
       WHERE (id = $1 OR lower(username) = lower($2)) AND deleted_at IS NULL
       ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a user by id or by name. */
  public Future<Optional<UUID>> findId(Tx tx, Reference user) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(user.id(), user.text()))
        .map(Rows::firstId);
  }

  private static List<UserView> views(RowSet<Row> rows) {
    List<UserView> users = new ArrayList<>();
    for (Row row : rows) {
      users.add(
          new UserView(
              row.getUUID("id"),
              row.getString("username"),
              row.getString("email"),
              row.getString("first_name"),
              row.getString("last_name"),
              row.getString("phone"),
              row.getString("role"),
              row.getString("teams"),
              row.getString("time_zone"),
              row.getString("locale"),
              row.getBoolean("is_active"),
              row.getBoolean("has_password"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at"),
              instantOrNull(row, "last_login_at")));
    }
    return users;
  }

  private static final String CONFUSABLE =
      """
      SELECT u.username FROM user_account u
       WHERE u.deleted_at IS NULL AND u.id IS DISTINCT FROM $1
         AND (lower(translate(u.username, 'I10', 'llo')) = $2 AND lower(u.username) <> lower($3)
              OR lower(u.email) = lower($3) OR lower(u.username) = lower($4))
       LIMIT 1\
      """;

  /**
   * Another user who is taken for one with that name and address: by a name that looks the same, or
   * by the name of one that is the address of the other.
   *
   * @param id whose name it is to be; null for nobody's yet
   * @return the other one's name
   */
  Optional<String> confusable(Tx tx, @Nullable UUID id, String username, String email) {
    RowSet<Row> rows =
        tx.connection()
            .preparedQuery(CONFUSABLE)
            .execute(tuple(id, Username.look(username), username, email))
            .await();
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getString("username"));
  }

  private static final String INSERT =
      """
      WITH made AS (
        INSERT INTO user_account (tenant_id, id, username, email, first_name, last_name, phone, role, time_zone, locale,
                                  is_active)
        VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING tenant_id, id, email),
      reached AS (
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address)
        SELECT tenant_id, uuidv7(), id, 'Email', 'email', email FROM made)
      INSERT INTO user_credential (tenant_id, user_id) SELECT tenant_id, id FROM made\
      """;

  Future<Void> insert(Tx tx, UUID id, UserWriting w, AccessRole role) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                w.username(),
                w.email(),
                w.firstName(),
                w.lastName(),
                w.phone(),
                role.wireName(),
                w.timeZone(),
                w.locale(),
                w.isActive() == null || w.isActive()))
        .mapEmpty();
  }

  private static final String UPDATE =
      """
      UPDATE user_account
         SET username = $3, email = $4, first_name = $5, last_name = $6, phone = $7, role = coalesce($8, role),
             time_zone = $9, locale = $10, is_active = coalesce($11, is_active), version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2 AND deleted_at IS NULL\
      """;

  Future<Boolean> update(Tx tx, UUID id, UserWriting w, int version) {
    AccessRole role = w.role();
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                version,
                w.username(),
                w.email(),
                w.firstName(),
                w.lastName(),
                w.phone(),
                role == null ? null : role.wireName(),
                w.timeZone(),
                w.locale(),
                w.isActive()))
        .map(r -> r.rowCount() > 0);
  }

  private static final String LOCK_ADMINS =
      """
      SELECT id FROM user_account
       WHERE role = 'tenant_admin' AND is_active AND deleted_at IS NULL
       ORDER BY id
         FOR NO KEY UPDATE\
      """;

  /** The active administrators of the tenant, who stay what they are until the transaction ends. */
  Future<List<UUID>> lockAdmins(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK_ADMINS)
        .execute()
        .map(
            rows -> {
              List<UUID> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getUUID("id")));
              return ids;
            });
  }

  private static final String DELETE =
      """
      WITH gone AS (
        UPDATE user_account SET deleted_at = $2, is_active = false, version = version + 1, updated_at = now()
         WHERE id = $1 AND deleted_at IS NULL
        RETURNING tenant_id, id),
      left_teams AS (
        DELETE FROM team_member m USING gone g WHERE m.tenant_id = g.tenant_id AND m.user_id = g.id),
      contacts AS (
        DELETE FROM user_contact c USING gone g WHERE c.tenant_id = g.tenant_id AND c.user_id = g.id),
      codes AS (
        DELETE FROM contact_code k USING gone g WHERE k.tenant_id = g.tenant_id AND k.user_id = g.id),
      reached AS (
        DELETE FROM notification_preference p USING gone g WHERE p.tenant_id = g.tenant_id AND p.user_id = g.id),
      views AS (
        DELETE FROM saved_view v USING gone g WHERE v.tenant_id = g.tenant_id AND v.user_id = g.id),
      chosen AS (
        DELETE FROM default_view d USING gone g WHERE d.tenant_id = g.tenant_id AND d.user_id = g.id),
      preferences AS (
        DELETE FROM user_preference p USING gone g WHERE p.tenant_id = g.tenant_id AND p.user_id = g.id)
      UPDATE user_credential c SET password_hash = NULL, epoch = epoch + 1
        FROM gone g WHERE c.tenant_id = g.tenant_id AND c.user_id = g.id\
      """;

  /** Ends the account: its memberships, contacts, views, password and sessions with it. */
  Future<Void> delete(Tx tx, UUID id, Instant at) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id, time(at))).mapEmpty();
  }

  private static final String SET_PASSWORD =
      """
      INSERT INTO user_credential (tenant_id, user_id, password_hash, epoch, changed_at)
      VALUES (current_tenant(), $1, $2, 1, $3)
      ON CONFLICT (tenant_id, user_id)
      DO UPDATE SET password_hash = excluded.password_hash, epoch = user_credential.epoch + 1, changed_at = excluded.changed_at\
      """;

  /** Sets the password and ends every session of the user. */
  public Future<Void> setPassword(Tx tx, UUID id, String hash, Instant at) {
    return tx.connection()
        .preparedQuery(SET_PASSWORD)
        .execute(tuple(id, hash, time(at)))
        .mapEmpty();
  }

  /**
   * @param hash null if the user has none
   * @param epoch how often the credentials have changed
   */
  record StoredPassword(@Nullable String hash, int epoch) {

    @Override
    public String toString() {
      return "password of epoch " + epoch;
    }
  }

  private static final String PASSWORD =
      "SELECT password_hash, epoch FROM user_credential WHERE user_id = $1";

  Future<StoredPassword> password(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(PASSWORD)
        .execute(tuple(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return new StoredPassword(null, 0);
              }
              Row row = rows.iterator().next();
              return new StoredPassword(row.getString("password_hash"), row.getInteger("epoch"));
            });
  }

  private static final String ROLE =
      "SELECT role FROM user_account WHERE id = $1 AND deleted_at IS NULL";

  /** The role of a user, as it is stored; empty if there is no such user. */
  Future<Optional<String>> role(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(ROLE)
        .execute(tuple(id))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getString(0)));
  }

  private static final String END_SESSIONS =
      "UPDATE user_credential SET epoch = epoch + 1 WHERE user_id = $1";

  /** Ends every session of the user. */
  Future<Void> endSessions(Tx tx, UUID id) {
    return tx.connection().preparedQuery(END_SESSIONS).execute(tuple(id)).mapEmpty();
  }
}
