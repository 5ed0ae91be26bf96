package dev.imas.core.meeting;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds the meetings of all tenants of which a reminder is due, and forgets those that are long
 * over. In a transaction without a tenant; it awaits, on a virtual thread.
 */
final class DueMeetingRepository {

  /** A meeting of a tenant. */
  record Due(TenantId tenant, UUID meeting) {}

  private static final String READ = "SELECT * FROM meetings_due($1, $2)";

  List<Due> read(Tx tx, Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(time(now), limit))
        .await()
        .forEach(
            row ->
                due.add(new Due(new TenantId(row.getUUID("tenant_id")), row.getUUID("event_id"))));
    return due;
  }

  private static final String FORGET = "SELECT forget_meetings($1, $2)";

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
