package dev.imas.core.provider;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads which providers fail or have few credits left, of all tenants. */
final class WatchedProviderRepository {

  /**
   * @param lastSuccessAt null: it never worked
   */
  record Failing(
      UUID tenant,
      UUID id,
      String name,
      String type,
      int version,
      @Nullable Instant lastSuccessAt,
      @Nullable String lastError) {}

  /**
   * @param since when there are fewer than the provider wants
   */
  record Low(UUID tenant, UUID id, String name, String type, double credits, Instant since) {}

  private static final String FAILING =
      """
      SELECT tenant_id, id, name, type, version, last_success_at, last_error FROM failing_providers()\
      """;

  /** Outside of any tenant. */
  Future<List<Failing>> failing(Tx tx) {
    return tx.connection()
        .preparedQuery(FAILING)
        .execute()
        .map(
            rows -> {
              List<Failing> failing = new ArrayList<>();
              for (Row row : rows) {
                failing.add(
                    new Failing(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("type"),
                        row.getInteger("version"),
                        instantOrNull(row, "last_success_at"),
                        row.getString("last_error")));
              }
              return failing;
            });
  }

  private static final String LOW =
      "SELECT tenant_id, id, name, type, credits, low_since FROM providers_low_on_credits()";

  /** Outside of any tenant. */
  Future<List<Low>> lowOnCredits(Tx tx) {
    return tx.connection()
        .preparedQuery(LOW)
        .execute()
        .map(
            rows -> {
              List<Low> low = new ArrayList<>();
              for (Row row : rows) {
                low.add(
                    new Low(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("type"),
                        row.getDouble("credits"),
                        instant(row, "low_since")));
              }
              return low;
            });
  }
}
