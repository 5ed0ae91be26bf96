package dev.imas.core.provider;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes providers. Their secrets are sealed here and in the notifier alone. */
public final class ProviderRepository {

  /**
   * @param config JSON, without secrets
   * @param secretsEnc the sealed secrets; null: there are none
   * @param hints JSON, what is shown of the secrets
   */
  record Writing(
      String name,
      String type,
      String channel,
      String config,
      byte @Nullable [] secretsEnc,
      String hints,
      int priority,
      int concurrency,
      boolean isActive) {}

  private static final String LIST =
      """
      SELECT id, name, type, channel, hook, (config || secret_hints)::text AS config, priority, concurrency, is_active, version,
             created_at, updated_at
        FROM provider
       WHERE ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR lower(name) > lower($2))
       ORDER BY lower(name)
       LIMIT $3\
      """;

  Future<List<ProviderView>> list(Tx tx, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(null, paging.after(), paging.fetch()))
        .map(ProviderRepository::views);
  }

  Future<Optional<ProviderView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<ProviderView> views(RowSet<Row> rows) {
    List<ProviderView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new ProviderView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("type"),
              row.getString("channel"),
              row.getUUID("hook"),
              row.getString("config"),
              row.getInteger("priority"),
              row.getInteger("concurrency"),
              row.getBoolean("is_active"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM provider WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a provider by id or name. */
  public Future<Optional<UUID>> findId(Tx tx, Reference provider) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(provider.id(), provider.text()))
        .map(Rows::firstId);
  }

  private static final String TRACKER =
      """
      SELECT id, name, type, is_active FROM provider WHERE channel = 'tracker' AND (id = $1 OR lower(name) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /**
   * A provider to which tasks are exported.
   *
   * @param type such as {@code github_issues}
   */
  public record Tracker(UUID id, String name, String type, boolean isActive) {}

  /** Finds a tracker by id or name. */
  public Future<Optional<Tracker>> tracker(Tx tx, Reference provider) {
    return tx.connection()
        .preparedQuery(TRACKER)
        .execute(tuple(provider.id(), provider.text()))
        .map(
            rows -> {
              for (Row row : rows) {
                return Optional.of(
                    new Tracker(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("type"),
                        row.getBoolean("is_active")));
              }
              return Optional.empty();
            });
  }

  /** Finds a provider by id or name; a fault if there is none. */
  Future<UUID> existingId(Tx tx, Reference provider) {
    return findId(tx, provider)
        .map(id -> id.orElseThrow(() -> Fault.notFound("there is no provider " + provider)));
  }

  private static final String ACTIVE = "SELECT channel, name FROM provider WHERE is_active";

  /** The names of the tenant's active providers, by channel. */
  public Future<Map<String, List<String>>> active(Tx tx) {
    return tx.connection()
        .preparedQuery(ACTIVE)
        .execute()
        .map(
            rows -> {
              Map<String, List<String>> names = new HashMap<>();
              rows.forEach(
                  row ->
                      names
                          .computeIfAbsent(row.getString("channel"), channel -> new ArrayList<>())
                          .add(row.getString("name")));
              return names;
            });
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.provider.' || current_tenant(), 0))";

  private static final String COUNT = "SELECT count(*) FROM provider";

  /**
   * Keeps others from adding a provider until the transaction ends.
   *
   * @return how many there are
   */
  Future<Integer> lockAndCount(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute()
        .compose(locked -> tx.connection().preparedQuery(COUNT).execute())
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String SECRETS = "SELECT secrets_enc FROM provider WHERE id = $1";

  /** The sealed secrets of a provider; empty if it has none. */
  Future<Optional<byte[]>> secrets(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(SECRETS)
        .execute(tuple(id))
        .map(
            rows -> {
              Buffer sealed = rows.size() == 0 ? null : rows.iterator().next().getBuffer(0);
              return Optional.ofNullable(sealed).map(Buffer::getBytes);
            });
  }

  private static final String INSERT =
      """
      INSERT INTO provider (tenant_id, id, name, type, channel, config, secrets_enc, secret_hints, priority, concurrency,
                            is_active)
      VALUES (current_tenant(), $1, $2, $3, $4, $5::text::jsonb, $6, $7::text::jsonb, $8, $9, $10)\
      """;

  Future<Void> insert(Tx tx, UUID id, Writing w) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                w.name,
                w.type,
                w.channel,
                w.config,
                bytes(w.secretsEnc),
                w.hints,
                (short) w.priority,
                (short) w.concurrency,
                w.isActive))
        .mapEmpty();
  }

  private static final String UPDATE =
      """
      UPDATE provider
         SET name = $2, config = $3::text::jsonb, secrets_enc = $4, secret_hints = $5::text::jsonb, priority = $6,
             concurrency = $7, is_active = $8, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $9\
      """;

  Future<Boolean> update(Tx tx, UUID id, Writing w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                w.name,
                w.config,
                bytes(w.secretsEnc),
                w.hints,
                (short) w.priority,
                (short) w.concurrency,
                w.isActive,
                version))
        .map(r -> r.rowCount() > 0);
  }

  private static final String DELETE = "DELETE FROM provider WHERE id = $1";

  Future<Void> delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id)).mapEmpty();
  }

  // A notifier renews what it reports of a circuit every thirty seconds.
  private static final String HEALTH =
      """
      SELECT h.version, h.last_success_at, h.last_error_at, h.last_error, h.last_status,
             coalesce((SELECT max(c.value ->> 'state') FROM jsonb_each(h.circuits) AS c
                        WHERE (c.value ->> 'at')::timestamptz > now() - interval '2 minutes'), 'closed') AS circuit
        FROM provider_health h
       WHERE h.provider_id = $1\
      """;

  Future<ProviderHealth> health(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(HEALTH)
        .execute(tuple(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return ProviderHealth.untried(id);
              }
              Row row = rows.iterator().next();
              return ProviderHealth.of(
                  id,
                  row.getString("circuit"),
                  instantOrNull(row, "last_success_at"),
                  instantOrNull(row, "last_error_at"),
                  row.getString("last_error"),
                  row.getInteger("last_status"),
                  row.getInteger("version"));
            });
  }

  private static final String CREDITS =
      "SELECT credits, read_at, low_since, error FROM provider_credits WHERE provider_id = $1";

  /** Null for a type that is not paid in advance, or was not asked yet. */
  Future<@Nullable ProviderCredits> credits(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(CREDITS)
        .execute(tuple(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              Row row = rows.iterator().next();
              return new ProviderCredits(
                  row.getDouble("credits"),
                  instantOrNull(row, "read_at"),
                  instantOrNull(row, "low_since"),
                  row.getString("error"));
            });
  }

  private static final String LOCK_ONE =
      "SELECT type FROM provider WHERE id = $1 FOR NO KEY UPDATE";

  private static final String TESTS =
      """
      SELECT count(*) FROM delivery
       WHERE receiver_id = $1 AND incident_id IS NULL AND event = 'contact.test' AND created_at > now() - $2::interval\
      """;

  /**
   * How often the provider was tested within that time. Nobody else can test it until the
   * transaction ends.
   */
  Future<Integer> lockTests(Tx tx, UUID id, Duration within) {
    return tx.connection()
        .preparedQuery(LOCK_ONE)
        .execute(tuple(id))
        .compose(
            locked -> tx.connection().preparedQuery(TESTS).execute(tuple(id, interval(within))))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static @Nullable Buffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }
}
