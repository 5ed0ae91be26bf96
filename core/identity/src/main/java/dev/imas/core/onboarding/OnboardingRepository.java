package dev.imas.core.onboarding;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates tenants and lists them. */
final class OnboardingRepository {

  record TenantView(UUID id, String name, Instant createdAt) {}

  /** What was made beside the tenant. */
  record Made(UUID team, UUID service, UUID source) {}

  private static final String CREATE =
      """
      SELECT team_id, service_id, source_id FROM create_tenant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)\
      """;

  /**
   * Creates a tenant, and leaves the transaction in it.
   *
   * @param fallback the mail address that is told when nobody else is reached
   */
  Future<Made> create(
      Tx tx,
      UUID tenant,
      String name,
      String by,
      Instant now,
      String source,
      byte[] keyHash,
      String keyHint,
      byte[] codeHash,
      Instant codeUntil,
      String fallback) {
    return tx.connection()
        .preparedQuery(CREATE)
        .execute(
            tuple(
                tenant,
                name,
                by,
                time(now),
                source,
                Buffer.buffer(keyHash),
                keyHint,
                Buffer.buffer(codeHash),
                time(codeUntil),
                fallback))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Made(
                  row.getUUID("team_id"), row.getUUID("service_id"), row.getUUID("source_id"));
            });
  }

  private static final String LIST =
      """
      SELECT tenant_id, name, created_at FROM tenant_names()
       WHERE tenant_id <> '00000000-0000-0000-0000-000000000000' AND ($1::text IS NULL OR name > $1)
       ORDER BY name
       LIMIT $2\
      """;

  Future<List<TenantView>> list(Tx tx, @Nullable String after, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(after, paging.fetch()))
        .map(
            rows -> {
              List<TenantView> tenants = new ArrayList<>();
              for (Row row : rows) {
                tenants.add(
                    new TenantView(
                        row.getUUID("tenant_id"),
                        row.getString("name"),
                        instant(row, "created_at")));
              }
              return tenants;
            });
  }
}
