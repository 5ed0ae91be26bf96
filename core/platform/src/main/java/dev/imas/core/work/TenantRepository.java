package dev.imas.core.work;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads which tenants there are. */
final class TenantRepository {

  private static final String TENANTS = "SELECT tenant_id FROM list_tenants()";
  private static final String LOCK_TIMEOUT = "SELECT set_config('lock_timeout', $1, true)";

  /** All of them in the order of their ids, in a transaction of none. */
  Future<List<TenantId>> list(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              List<TenantId> tenants = new ArrayList<>(rows.size());
              rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
              return tenants;
            });
  }

  /** For the rest of the transaction. */
  Future<Void> waitForLocks(Tx tx, Duration longest) {
    return tx.connection()
        .preparedQuery(LOCK_TIMEOUT)
        .execute(Tuple.of(longest.toMillis() + "ms"))
        .mapEmpty();
  }
}
