package dev.imas.core.source;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Origin;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes sources and their keys. Secrets are never returned. */
public final class SourceRepository {

  record SourceView(
      UUID id,
      String name,
      String type,
      boolean isActive,
      Severity defaultSeverity,
      @JsonRawValue String config,
      boolean hasSigningSecret,
      @Nullable Instant formerSigningSecretUntil,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {}

  /**
   * @param signingSecretEnc the sealed secret; null keeps the stored one
   * @param clearSigningSecret removes the stored secret
   * @param formerUntil how long the stored secret counts beside a new one; null for not at all
   * @param isOfSns whether posts prove by the signature of Amazon SNS that they are its own
   */
  record Writing(
      String name,
      String type,
      boolean isActive,
      Severity defaultSeverity,
      String config,
      byte @Nullable [] signingSecretEnc,
      boolean clearSigningSecret,
      @Nullable Instant formerUntil,
      boolean keepsBodies,
      boolean isOfSns) {}

  record KeyView(
      UUID id,
      String hint,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  private static final String LIST =
      """
      SELECT id, name, type, is_active, default_severity, config::text AS config,
             signing_secret_enc IS NOT NULL AS has_signing_secret,
             CASE WHEN former_secret_until > now() THEN former_secret_until END AS former_until, version, created_at, updated_at
        FROM source
       WHERE ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR name COLLATE "C" > $2)
       ORDER BY name COLLATE "C"
       LIMIT $3\
      """;

  Future<List<SourceView>> list(Tx tx, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(null, paging.after(), paging.fetch()))
        .map(SourceRepository::views);
  }

  Future<Optional<SourceView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static final String FIND_ID =
      """
      SELECT id FROM source WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a source by id or name. */
  public Future<Optional<UUID>> findId(Tx tx, Reference source) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(source.id(), source.text()))
        .map(Rows::firstId);
  }

  private static final String ORIGIN = "SELECT name, type FROM source WHERE id = $1";

  /** What rules may ask of a source. */
  public Origin origin(Tx tx, UUID id) {
    for (Row row : tx.connection().preparedQuery(ORIGIN).execute(tuple(id)).await()) {
      return Origin.of(id, row.getString("name"), row.getString("type"));
    }
    return Origin.of(id, null, null);
  }

  private static List<SourceView> views(RowSet<Row> rows) {
    List<SourceView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new SourceView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("type"),
              row.getBoolean("is_active"),
              Severity.of(row.getInteger("default_severity")),
              row.getString("config"),
              row.getBoolean("has_signing_secret"),
              instantOrNull(row, "former_until"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static final String INSERT =
      """
      INSERT INTO source (tenant_id, id, name, type, is_active, default_severity, config, signing_secret_enc)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, ($6::text)::jsonb, $7)\
      """;

  /**
   * The newest alerts that a source opened or changed last.
   *
   * @param lookedAt how many of the tenant's newest alerts are looked through
   */
  Future<List<Fingerprint>> newestAlerts(Tx tx, UUID source, int limit, int lookedAt) {
    return tx.connection()
        .preparedQuery(
            """
            SELECT n.fingerprint
              FROM (SELECT fingerprint, source_id, created_at FROM alert_state ORDER BY created_at DESC LIMIT $3) AS n
             WHERE n.source_id = $1
             ORDER BY n.created_at DESC, n.fingerprint
             LIMIT $2\
            """)
        .execute(tuple(source, limit, lookedAt))
        .map(
            rows -> {
              List<Fingerprint> found = new ArrayList<>();
              rows.forEach(row -> found.add(Fingerprint.of(row.getUUID("fingerprint"))));
              return found;
            });
  }

  Future<Void> insert(Tx tx, UUID id, Writing w) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                w.name,
                w.type,
                w.isActive,
                (short) w.defaultSeverity.number(),
                w.config,
                bytes(w.signingSecretEnc)))
        .mapEmpty();
  }

  private static final String UPDATE =
      """
      UPDATE source
         SET name = $2, type = $3, is_active = $4, default_severity = $5, config = ($6::text)::jsonb,
             signing_secret_enc = CASE WHEN $8 THEN NULL ELSE coalesce($7, signing_secret_enc) END,
             former_secret_enc = CASE WHEN $8 OR $7 IS NOT NULL
                                      THEN CASE WHEN $10::timestamptz IS NOT NULL THEN signing_secret_enc END
                                      WHEN former_secret_until > now() THEN former_secret_enc END,
             former_secret_until = CASE WHEN $8 OR $7 IS NOT NULL
                                        THEN CASE WHEN signing_secret_enc IS NOT NULL THEN $10::timestamptz END
                                        WHEN former_secret_until > now() THEN former_secret_until END,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $9\
      """;

  Future<Boolean> update(Tx tx, UUID id, Writing w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                w.name,
                w.type,
                w.isActive,
                (short) w.defaultSeverity.number(),
                w.config,
                bytes(w.signingSecretEnc),
                w.clearSigningSecret,
                version,
                timeOrNull(w.formerUntil)))
        .map(r -> r.rowCount() > 0);
  }

  private static final String DELETE = "DELETE FROM source WHERE id = $1";
  private static final String FORGET_BODIES = "DELETE FROM recent_body WHERE source_id = $1";

  Future<Boolean> delete(Tx tx, UUID id) {
    return forgetBodies(tx, id)
        .compose(done -> tx.connection().preparedQuery(DELETE).execute(tuple(id)))
        .map(r -> r.rowCount() > 0);
  }

  /** Deletes what is kept of its bodies. */
  Future<Void> forgetBodies(Tx tx, UUID id) {
    return tx.connection().preparedQuery(FORGET_BODIES).execute(tuple(id)).mapEmpty();
  }

  private static final String KEYS =
      """
      SELECT id, hint, created_at, expires_at, revoked_at
        FROM source_key
       WHERE source_id = $1 AND ($2::uuid IS NULL OR id > $2)
       ORDER BY id
       LIMIT $3\
      """;

  Future<List<KeyView>> keys(Tx tx, UUID source, @Nullable UUID after, int limit) {
    return tx.connection()
        .preparedQuery(KEYS)
        .execute(tuple(source, after, limit))
        .map(
            rows -> {
              List<KeyView> keys = new ArrayList<>();
              rows.forEach(row -> keys.add(key(row)));
              return keys;
            });
  }

  private static KeyView key(Row row) {
    return new KeyView(
        row.getUUID("id"),
        row.getString("hint"),
        instant(row, "created_at"),
        instantOrNull(row, "expires_at"),
        instantOrNull(row, "revoked_at"));
  }

  private static final String INSERT_KEY =
      """
      INSERT INTO source_key (tenant_id, id, source_id, key_hash, hint, expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)
      RETURNING id, hint, created_at, expires_at, revoked_at\
      """;

  Future<KeyView> insertKey(
      Tx tx, UUID id, UUID source, byte[] hash, String hint, @Nullable Instant expiresAt) {
    return tx.connection()
        .preparedQuery(INSERT_KEY)
        .execute(tuple(id, source, Buffer.buffer(hash), hint, timeOrNull(expiresAt)))
        .map(rows -> key(rows.iterator().next()));
  }

  private static final String REVOKE_KEY =
      """
      UPDATE source_key SET revoked_at = coalesce(revoked_at, now())
       WHERE source_id = $1 AND id = $2\
      """;

  Future<Boolean> revokeKey(Tx tx, UUID source, UUID id) {
    return tx.connection()
        .preparedQuery(REVOKE_KEY)
        .execute(tuple(source, id))
        .map(r -> r.rowCount() > 0);
  }

  private static @Nullable Buffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }
}
