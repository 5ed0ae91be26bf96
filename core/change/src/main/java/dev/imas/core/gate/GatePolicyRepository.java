package dev.imas.core.gate;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.gate.GatePolicy.Fallback;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** Reads and writes what blocks a deployment. It awaits, on a virtual thread. */
final class GatePolicyRepository {

  record Stored(GatePolicy policy, int version) {}

  private static final String READ =
      "SELECT blocks_open_sev2, blocks_in_progress, blocks_nobody_on_call, production_approvals,"
          + " staging_approvals, when_unavailable, version FROM gate_policy";

  Stored read(Tx tx) {
    RowSet<Row> rows = tx.connection().preparedQuery(READ).execute().await();
    if (rows.size() == 0) {
      return new Stored(GatePolicy.USUAL, 1);
    }
    Row row = rows.iterator().next();
    return new Stored(
        new GatePolicy(
            row.getBoolean("blocks_open_sev2"),
            row.getBoolean("blocks_in_progress"),
            row.getBoolean("blocks_nobody_on_call"),
            row.getInteger("production_approvals"),
            row.getInteger("staging_approvals"),
            Fallback.of(row.getInteger("when_unavailable"))),
        row.getInteger("version"));
  }

  private static final String REPLACE =
      """
      INSERT INTO gate_policy (tenant_id, blocks_open_sev2, blocks_in_progress, blocks_nobody_on_call, production_approvals,
                               staging_approvals, when_unavailable, version)
      SELECT current_tenant(), $2::boolean, $3::boolean, $4::boolean, $5::smallint, $6::smallint, $7::smallint, $1 + 1
       WHERE $1 = 1 OR EXISTS (SELECT FROM gate_policy g WHERE g.tenant_id = current_tenant())
          ON CONFLICT (tenant_id)
          DO UPDATE SET blocks_open_sev2 = EXCLUDED.blocks_open_sev2, blocks_in_progress = EXCLUDED.blocks_in_progress,
                        blocks_nobody_on_call = EXCLUDED.blocks_nobody_on_call,
                        when_unavailable = EXCLUDED.when_unavailable,
                        production_approvals = EXCLUDED.production_approvals, staging_approvals = EXCLUDED.staging_approvals,
                        version = EXCLUDED.version
                  WHERE gate_policy.version = $1\
      """;

  /** Whether it still had that version. */
  boolean replace(Tx tx, GatePolicy wanted, int version) {
    return tx.connection()
            .preparedQuery(REPLACE)
            .execute(
                tuple(
                    version,
                    wanted.blocksOpenSev2(),
                    wanted.blocksInProgress(),
                    wanted.blocksNobodyOnCall(),
                    (short) wanted.productionApprovals(),
                    (short) wanted.stagingApprovals(),
                    number(wanted.whenUnavailable())))
            .await()
            .rowCount()
        == 1;
  }

  private static @Nullable Short number(@Nullable Fallback fallback) {
    return fallback == null ? null : (Short) fallback.number();
  }
}
