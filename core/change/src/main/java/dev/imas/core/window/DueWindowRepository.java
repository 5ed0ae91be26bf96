package dev.imas.core.window;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds the windows of all tenants for which something is due, and forgets old ones. In a
 * transaction without a tenant; it awaits, on a virtual thread.
 */
final class DueWindowRepository {

  /**
   * @param reminder which of them is due
   */
  record Due(TenantId tenant, UUID window, int reminder) {}

  private static final String READ = "SELECT * FROM deployment_windows_due($1, $2)";

  List<Due> read(Tx tx, Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(time(now), limit))
        .await()
        .forEach(
            row ->
                due.add(
                    new Due(
                        new TenantId(row.getUUID("tenant_id")),
                        row.getUUID("event_id"),
                        row.getInteger("reminder"))));
    return due;
  }

  /** A window of a tenant. */
  record OfTenant(TenantId tenant, UUID window) {}

  private static final String TO_FOLLOW = "SELECT * FROM deployment_windows_to_follow($1, $2)";

  /** Those of which deployments may have something to say. */
  List<OfTenant> toFollow(Tx tx, Instant now, int limit) {
    return ofTenants(tx, TO_FOLLOW, now, limit);
  }

  private static List<OfTenant> ofTenants(Tx tx, String statement, Instant now, int limit) {
    List<OfTenant> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(statement)
        .execute(tuple(time(now), limit))
        .await()
        .forEach(
            row ->
                found.add(
                    new OfTenant(new TenantId(row.getUUID("tenant_id")), row.getUUID("event_id"))));
    return found;
  }

  private static final String TO_JUDGE = "SELECT * FROM deployment_windows_to_judge($1, $2)";

  /** Approved ones of the next two weeks; those come first that nobody looked at for longest. */
  List<OfTenant> toJudge(Tx tx, Instant now, int limit) {
    return ofTenants(tx, TO_JUDGE, now, limit);
  }

  private static final String FORGET = "SELECT forget_deployment_windows($1, $2)";

  int forget(Tx tx, Instant before, int limit) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(time(before), limit))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }
}
