package dev.imas.core.fallback;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of pages, through the functions that may see every tenant's. */
final class OutcomeRepository {

  /**
   * @param late false: a delivery of the page is dead; true: it is time that somebody accepted it
   */
  record Claimed(long id, UUID incident, int eventSeq, boolean late, int attempts) {}

  /**
   * @param tenant whose they are; null when there was nothing
   */
  record Claim(@Nullable TenantId tenant, List<Claimed> rows) {}

  private static final String CLAIM =
      "SELECT tenant_id, id, incident_id, event_seq, late, attempts FROM claim_outcomes($1, $2)";

  /**
   * Takes due rows of one tenant; they are gone when the transaction commits.
   *
   * @param longest that a row is ever put off for
   */
  Future<Claim> claim(Tx tx, int limit, Duration longest) {
    return tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(limit, interval(longest)))
        .map(
            rows -> {
              TenantId tenant = null;
              List<Claimed> claimed = new ArrayList<>(rows.size());
              for (Row row : rows) {
                tenant = new TenantId(row.getUUID("tenant_id"));
                claimed.add(
                    new Claimed(
                        row.getLong("id"),
                        row.getUUID("incident_id"),
                        row.getInteger("event_seq"),
                        row.getBoolean("late"),
                        row.getInteger("attempts")));
              }
              return new Claim(tenant, claimed);
            });
  }

  private static final String DEFER = "SELECT defer_outcome($1, $2, $3)";

  /** After its work failed alone: the row waits before it is tried again. */
  Future<Void> defer(Tx tx, TenantId tenant, long id, Duration wait) {
    return tx.connection()
        .preparedQuery(DEFER)
        .execute(tuple(tenant.value(), id, interval(wait)))
        .mapEmpty();
  }
}
