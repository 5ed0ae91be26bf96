package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads providers, and writes how they fare. */
final class ProviderStateRepository {

  private static final String FIND =
      """
      SELECT id, name, type, version, is_active, concurrency, config::text AS config, secrets_enc
        FROM provider
       WHERE channel = $1
       ORDER BY priority, id
      """;

  private final Transactions transactions;

  ProviderStateRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The tenant's providers for a channel, active or not, in the order in which they are tried. */
  Future<List<ProviderRow>> find(TenantId tenant, String channel) {
    return transactions.run(
        tenant,
        tx ->
            tx.connection()
                .preparedQuery(FIND)
                .execute(Rows.tuple(channel))
                .map(
                    rows -> {
                      List<ProviderRow> found = new ArrayList<>();
                      rows.forEach(row -> found.add(provider(row)));
                      return found;
                    }));
  }

  private static ProviderRow provider(Row row) {
    Buffer sealed = row.getBuffer("secrets_enc");
    return new ProviderRow(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("type"),
        row.getInteger("version"),
        row.getBoolean("is_active"),
        row.getInteger("concurrency"),
        row.getString("config"),
        sealed == null ? new byte[0] : sealed.getBytes());
  }

  // A provider that was deleted meanwhile gets no row. A notifier's circuit is there while it is
  // not closed; what others
  // have not renewed for a while is forgotten.
  private static final String REPORT =
      """
      INSERT INTO provider_health AS h (tenant_id, provider_id, version, last_success_at, last_error_at, last_error,
                                        last_status, circuits)
      SELECT p.tenant_id, p.id, $2, $3, $4, $5, $6,
             CASE WHEN $8::text IS NULL THEN '{}'
                  ELSE jsonb_build_object($7::text, jsonb_build_object('state', $8::text, 'at', now())) END
        FROM provider p
       WHERE p.id = $1
      ON CONFLICT (tenant_id, provider_id) DO UPDATE
         SET version = greatest(h.version, excluded.version),
             last_success_at = greatest(h.last_success_at, excluded.last_success_at),
             last_error = CASE WHEN excluded.last_error_at >= coalesce(h.last_error_at, '-infinity')
                               THEN excluded.last_error ELSE h.last_error END,
             last_status = CASE WHEN excluded.last_error_at >= coalesce(h.last_error_at, '-infinity')
                                THEN excluded.last_status ELSE h.last_status END,
             last_error_at = greatest(h.last_error_at, excluded.last_error_at),
             circuits = (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each(h.circuits) AS c
                          WHERE c.key <> $7::text AND (c.value ->> 'at')::timestamptz > now() - interval '2 minutes')
                        || excluded.circuits
      """;

  Future<Void> report(TenantId tenant, UUID notifier, UUID provider, Fared fared) {
    return transactions.run(
        tenant,
        tx ->
            tx.connection()
                .preparedQuery(REPORT)
                .execute(
                    Rows.tuple(
                        provider,
                        fared.version(),
                        Rows.timeOrNull(fared.successAt()),
                        Rows.timeOrNull(fared.errorAt()),
                        fared.error(),
                        fared.status(),
                        notifier.toString(),
                        fared.circuit()))
                .mapEmpty());
  }
}
