package dev.imas.core.retention;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Purges rows through the worker functions, one tenant and one batch at a time. */
final class PurgeRepository {

  /**
   * @param died how many rows of the table itself were removed
   * @param hasMore whether this tenant's pass goes on
   */
  record Batch(int died, boolean hasMore) {}

  Future<Batch> batch(Tx tx, DyingTable table, TenantId tenant, Instant before, int limit) {
    return tx.connection()
        .preparedQuery(table.batch())
        .execute(tuple(tenant.value(), time(before), limit))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Batch(row.getInteger("died"), row.getBoolean("has_more"));
            });
  }

  /**
   * @param overdue by how long the oldest remaining row may have outlived its retention
   */
  record DuePass(TenantId tenant, Duration overdue) {}

  private static final String DUE_PASSES =
      "SELECT tenant_id, extract(epoch FROM overdue)::bigint AS overdue FROM due_passes($1, $2)";

  /** The tenants whose rows must be checked. */
  Future<List<DuePass>> due(Tx tx, DyingTable table, Instant before) {
    return tx.connection()
        .preparedQuery(DUE_PASSES)
        .execute(tuple(table.table(), time(before)))
        .map(
            rows -> {
              List<DuePass> due = new ArrayList<>();
              for (Row row : rows) {
                due.add(
                    new DuePass(
                        new TenantId(row.getUUID("tenant_id")),
                        Duration.ofSeconds(row.getLong("overdue"))));
              }
              return due;
            });
  }
}
