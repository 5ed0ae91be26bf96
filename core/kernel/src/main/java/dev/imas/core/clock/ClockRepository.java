package dev.imas.core.clock;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which clocks are wrong, and who was told. */
final class ClockRepository {

  /**
   * @param ahead seconds by which the clock of a process is ahead of the database's; below zero: it
   *     is behind
   */
  record Wrong(String role, double ahead) {}

  private static final String WRONG = "SELECT role, ahead FROM wrong_clocks()";

  /** In a transaction of no tenant: of each role the clock that is off by most. */
  Future<List<Wrong>> wrong(Tx tx) {
    return tx.connection()
        .preparedQuery(WRONG)
        .execute()
        .map(
            rows -> {
              List<Wrong> wrong = new ArrayList<>();
              rows.forEach(
                  row -> wrong.add(new Wrong(row.getString("role"), row.getDouble("ahead"))));
              return wrong;
            });
  }

  // A sweep that comes a little early on the next day counts.
  private static final String DUE =
      """
      SELECT now() AS now
       WHERE NOT EXISTS (SELECT FROM delivery d
                          WHERE d.tenant_id = current_tenant() AND d.about_kind = 'platform' AND d.about_id = $1
                            AND d.about_key LIKE 'clock %' AND d.created_at > now() - interval '23 hours 50 minutes')\
      """;

  /** The database's time, if the tenant was not told for a day. On a virtual thread. */
  Optional<Instant> due(Tx tx, TenantId tenant) {
    for (Row row : tx.connection().preparedQuery(DUE).execute(tuple(tenant.value())).await()) {
      return Optional.of(instant(row, "now"));
    }
    return Optional.empty();
  }
}
