package dev.imas.core.token;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.access.Scope;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Principal;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes API tokens; only their hashes are stored. */
final class TokenRepository {

  /** A token as it is shown, without the token itself. */
  record TokenView(
      UUID id,
      String name,
      String hint,
      List<String> scopes,
      String createdBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable Instant lastUsedAt) {}

  record Found(Principal principal, @Nullable Instant expiresAt) {}

  private static final String FIND =
      "SELECT tenant_id, id, name, scopes, expires_at FROM find_api_token($1)";

  Future<Optional<Found>> find(Tx tx, byte[] hash) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(Buffer.buffer(hash)))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(found(rows.iterator().next())));
  }

  private static Found found(Row row) {
    Scope widest = Scope.READ;
    for (String scope : row.getArrayOfStrings("scopes")) {
      Scope s = Scope.valueOf(scope.toUpperCase(Locale.ROOT));
      widest = s.includes(widest) ? s : widest;
    }
    return new Found(
        new Principal(
            new TenantId(row.getUUID("tenant_id")),
            row.getUUID("id"),
            null,
            row.getString("name"),
            rights(widest),
            null),
        instantOrNull(row, "expires_at"));
  }

  /** A token that was made to write may do what such tokens could before there were roles. */
  private static Rights rights(Scope widest) {
    return widest == Scope.WRITE
        ? new Rights(
            widest.role(),
            Stream.of(
                    Permission.TEAM_CREATE,
                    Permission.TEAM_MANAGE,
                    Permission.CONTACT_MANAGE,
                    Permission.FALLBACK_MANAGE,
                    Permission.SERVICE_CREATE,
                    Permission.SERVICE_MANAGE,
                    Permission.RULE_CREATE)
                .map(permission -> new Grant(permission, null, Instant.EPOCH, null))
                .toList())
        : Rights.of(widest.role());
  }

  private static final String TOUCH = "UPDATE api_token SET last_used_at = now() WHERE id = $1";

  Future<Void> touch(Tx tx, UUID id) {
    return tx.connection().preparedQuery(TOUCH).execute(tuple(id)).mapEmpty();
  }

  private static final String LIST =
      """
      SELECT id, name, hint, scopes, created_by, created_at, expires_at, revoked_at, last_used_at
        FROM api_token
       WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
       ORDER BY created_at DESC, id DESC
       LIMIT $3\
      """;

  Future<List<TokenView>> list(Tx tx, Paging paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch()))
        .map(
            rows -> {
              List<TokenView> tokens = new ArrayList<>();
              rows.forEach(row -> tokens.add(view(row)));
              return tokens;
            });
  }

  private static TokenView view(Row row) {
    return new TokenView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("hint"),
        List.of(row.getArrayOfStrings("scopes")),
        row.getString("created_by"),
        instant(row, "created_at"),
        instantOrNull(row, "expires_at"),
        instantOrNull(row, "revoked_at"),
        instantOrNull(row, "last_used_at"));
  }

  private static final String INSERT =
      """
      INSERT INTO api_token (tenant_id, id, name, token_hash, hint, scopes, created_by, expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)
      RETURNING id, name, hint, scopes, created_by, created_at, expires_at, revoked_at, last_used_at\
      """;

  Future<TokenView> insert(
      Tx tx,
      UUID id,
      String name,
      byte[] hash,
      String hint,
      Set<Scope> scopes,
      String by,
      @Nullable Instant expiresAt) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                name,
                Buffer.buffer(hash),
                hint,
                scopes.stream().sorted().map(Scope::wireName).toArray(String[]::new),
                by,
                timeOrNull(expiresAt)))
        .map(rows -> view(rows.iterator().next()));
  }

  private static final String REVOKE =
      "UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1";

  /**
   * @return whether the token exists
   */
  Future<Boolean> revoke(Tx tx, UUID id) {
    return tx.connection().preparedQuery(REVOKE).execute(tuple(id)).map(r -> r.rowCount() > 0);
  }
}
