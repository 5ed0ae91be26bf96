package dev.imas.core.token;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Rights;
import dev.imas.core.access.TokenScope;
import dev.imas.core.grant.GrantJson;
import dev.imas.core.grant.Holder;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes API tokens; only their hashes are stored. */
final class TokenRepository {

  /**
   * A token as it is shown, without the token itself.
   *
   * @param scopes by which it was made; none if it was made with a role
   */
  record TokenView(
      UUID id,
      String name,
      String hint,
      String role,
      List<String> scopes,
      Holder.Shown owner,
      String createdBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable Instant lastUsedAt,
      List<DeprecatedUse> deprecatedUses) {}

  /** How often a token has called an operation that will be removed. */
  record DeprecatedUse(String operation, long uses, Instant lastAt) {}

  /** Who a token is of: with its rights, of which some may not be in force. */
  record Found(Principal principal, @Nullable Instant expiresAt) {

    boolean isExpired(Instant now) {
      return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** The principal with the grants that are in force at that time. */
    Principal at(Instant now) {
      Rights bound = principal.bound();
      return new Principal(
          principal.tenant(),
          principal.credential(),
          principal.person(),
          principal.name(),
          principal.rights().at(now),
          bound == null ? null : bound.at(now),
          principal.until());
    }
  }

  private static final String FIND =
      """
      SELECT tenant_id, id, name, expires_at, role, user_id, username, user_role, grants::text, user_grants::text
        FROM find_api_token($1)\
      """;

  Future<Optional<Found>> find(Tx tx, byte[] hash) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(Buffer.buffer(hash)))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(found(rows.iterator().next())));
  }

  private static Found found(Row row) {
    UUID user = row.getUUID("user_id");
    String name = row.getString("name");
    Person person = user == null ? null : new Person(user, row.getString("username"));
    Instant until = instantOrNull(row, "expires_at");
    return new Found(
        new Principal(
            new TenantId(row.getUUID("tenant_id")),
            row.getUUID("id"),
            person,
            person == null ? name : person.username() + " (" + name + ")",
            rights(row.getString("role"), row.getString("grants")),
            person == null
                ? null
                : rights(row.getString("user_role"), row.getString("user_grants")),
            until),
        until);
  }

  /** A role that this version does not know is a newer one's: it reads, and no more. */
  private static Rights rights(String role, String grants) {
    return new Rights(AccessRole.named(role).orElse(AccessRole.VIEWER), GrantJson.read(grants));
  }

  private static final String TOUCH = "UPDATE api_token SET last_used_at = now() WHERE id = $1";

  Future<Void> touch(Tx tx, UUID id) {
    return tx.connection().preparedQuery(TOUCH).execute(tuple(id)).mapEmpty();
  }

  private static final String SELECT =
      """
      SELECT t.id, t.name, t.hint, t.role, t.scopes, t.user_id, t.service_account_id, coalesce(u.username, a.name) AS owner,
             t.created_by, t.created_at, t.expires_at, t.revoked_at, t.last_used_at,
             d.operations, d.uses, d.last_at
        FROM api_token t
        LEFT JOIN user_account u ON u.tenant_id = t.tenant_id AND u.id = t.user_id
        LEFT JOIN service_account a ON a.tenant_id = t.tenant_id AND a.id = t.service_account_id
       CROSS JOIN LATERAL (
             SELECT array_agg(u.operation) AS operations, array_agg(u.uses) AS uses, array_agg(u.last_at) AS last_at
               FROM (SELECT operation, uses, last_at FROM deprecated_use
                      WHERE tenant_id = t.tenant_id AND token_id = t.id ORDER BY last_at DESC LIMIT 50) u) d
      """;

  private static final String LIST =
      SELECT
          + """
           WHERE ($1::timestamptz IS NULL OR (t.created_at, t.id) < ($1, $2::uuid))
             AND ($4::uuid IS NULL OR t.user_id = $4)
           ORDER BY t.created_at DESC, t.id DESC
           LIMIT $3\
          """;

  Future<List<TokenView>> list(Tx tx, ListRange paging) {
    return list(tx, null, paging);
  }

  Future<List<TokenView>> listOf(Tx tx, UUID user, ListRange paging) {
    return list(tx, user, paging);
  }

  private static Future<List<TokenView>> list(Tx tx, @Nullable UUID user, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch(),
                user))
        .map(TokenRepository::views);
  }

  private static final String LOCK_USER =
      "SELECT 1 FROM user_account WHERE id = $1 FOR NO KEY UPDATE";

  private static final String COUNT_OF =
      """
      SELECT count(*) FROM api_token
       WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)\
      """;

  /** How many tokens in force a user has. Others who ask so wait until the transaction's end. */
  Future<Integer> countOf(Tx tx, UUID user, Instant now) {
    return tx.connection()
        .preparedQuery(LOCK_USER)
        .execute(tuple(user))
        .compose(locked -> tx.connection().preparedQuery(COUNT_OF).execute(tuple(user, time(now))))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String IS_OPEN =
      """
      SELECT 1 FROM user_session s
        JOIN user_credential c ON c.tenant_id = s.tenant_id AND c.user_id = s.user_id AND c.epoch = s.epoch
       WHERE s.id = $1 AND s.ended_at IS NULL
         FOR SHARE OF c\
      """;

  /**
   * Whether a session has not ended. If so, what ends all of its user's sessions and tokens waits
   * until the transaction's end, and finds a token that was made in it.
   */
  boolean isOpen(Tx tx, UUID session) {
    return tx.connection().preparedQuery(IS_OPEN).execute(tuple(session)).await().size() > 0;
  }

  private static final String ROLES =
      """
      SELECT t.role FROM api_token t
       WHERE t.service_account_id = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
       GROUP BY t.role\
      """;

  /** The roles of the tokens in force that an account owns. */
  List<AccessRole> rolesOf(Tx tx, UUID account, Instant now) {
    List<AccessRole> roles = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(ROLES).execute(tuple(account, time(now))).await()) {
      roles.add(AccessRole.named(row.getString("role")).orElse(AccessRole.PLATFORM_ADMIN));
    }
    return roles;
  }

  private static final String READ = SELECT + " WHERE t.id = $1";

  Future<Optional<TokenView>> read(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(id))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<TokenView> views(RowSet<Row> rows) {
    List<TokenView> tokens = new ArrayList<>();
    rows.forEach(row -> tokens.add(view(row)));
    return tokens;
  }

  private static TokenView view(Row row) {
    UUID user = row.getUUID("user_id");
    String[] scopes = row.getArrayOfStrings("scopes");
    return new TokenView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("hint"),
        row.getString("role"),
        scopes == null ? List.of() : List.of(scopes),
        new Holder.Shown(
            (user == null ? Holder.Kind.SERVICE_ACCOUNT : Holder.Kind.USER).wireName(),
            user == null ? row.getUUID("service_account_id") : user,
            row.getString("owner")),
        row.getString("created_by"),
        instant(row, "created_at"),
        instantOrNull(row, "expires_at"),
        instantOrNull(row, "revoked_at"),
        instantOrNull(row, "last_used_at"),
        deprecatedUses(row));
  }

  private static List<DeprecatedUse> deprecatedUses(Row row) {
    String[] operations = row.getArrayOfStrings("operations");
    List<DeprecatedUse> uses = new ArrayList<>();
    for (int i = 0; operations != null && i < operations.length; i++) {
      uses.add(
          new DeprecatedUse(
              operations[i],
              row.getArrayOfLongs("uses")[i],
              row.getArrayOfOffsetDateTimes("last_at")[i].toInstant()));
    }
    return uses;
  }

  private static final String ADD_USES =
      """
      INSERT INTO deprecated_use AS d (tenant_id, token_id, operation, uses, last_at)
      VALUES (current_tenant(), $1, $2, $3, $4)
          ON CONFLICT (tenant_id, token_id, operation) DO UPDATE
         SET uses = d.uses + excluded.uses, last_at = greatest(d.last_at, excluded.last_at)\
      """;

  Future<Void> addUses(Tx tx, UUID token, String operation, long uses, Instant at) {
    return tx.connection()
        .preparedQuery(ADD_USES)
        .execute(tuple(token, operation, uses, time(at)))
        .mapEmpty();
  }

  /** A token's secret as it is stored. */
  record Stored(byte[] hash, String hint) {}

  /**
   * What is new of a token.
   *
   * @param role null to derive role and grants from the scopes
   * @param scopes none if it has a role
   * @param owner its id, of the kind that follows
   */
  record Writing(
      String name,
      @Nullable AccessRole role,
      Set<TokenScope> scopes,
      UUID owner,
      Holder.Kind ownerKind,
      @Nullable Instant expiresAt) {

    AccessRole roleOrLowest() {
      return role == null ? AccessRole.VIEWER : role;
    }
  }

  private static final String INSERT =
      """
      INSERT INTO api_token (tenant_id, id, name, token_hash, hint, role, scopes, user_id, service_account_id, created_by,
                             expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)\
      """;

  Future<Void> insert(Tx tx, UUID id, Writing token, Stored secret, String by) {
    AccessRole role = token.role;
    boolean ofUser = token.ownerKind == Holder.Kind.USER;
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                token.name,
                Buffer.buffer(secret.hash),
                secret.hint,
                role == null ? null : role.wireName(),
                role == null
                    ? token.scopes.stream()
                        .sorted()
                        .map(TokenScope::wireName)
                        .toArray(String[]::new)
                    : null,
                ofUser ? token.owner : null,
                ofUser ? null : token.owner,
                by,
                timeOrNull(token.expiresAt)))
        .mapEmpty();
  }

  private static final String REPLACE_SECRET =
      """
      UPDATE api_token SET token_hash = $2, hint = $3, expires_at = $4
       WHERE id = $1 AND revoked_at IS NULL\
      """;

  /**
   * The secret before it is no longer valid.
   *
   * @return whether the token exists and is not revoked
   */
  Future<Boolean> replaceSecret(Tx tx, UUID id, Stored secret, @Nullable Instant expiresAt) {
    return tx.connection()
        .preparedQuery(REPLACE_SECRET)
        .execute(tuple(id, Buffer.buffer(secret.hash), secret.hint, timeOrNull(expiresAt)))
        .map(r -> r.rowCount() > 0);
  }

  private static final String REVOKE =
      "UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1";

  /**
   * @return whether the token exists
   */
  Future<Boolean> revoke(Tx tx, UUID id) {
    return tx.connection().preparedQuery(REVOKE).execute(tuple(id)).map(r -> r.rowCount() > 0);
  }

  private static final String TENANT_NAME = "SELECT name FROM tenant";

  /** The name of the transaction's tenant. */
  Future<String> tenantName(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANT_NAME)
        .execute()
        .map(rows -> rows.iterator().next().getString("name"));
  }
}
