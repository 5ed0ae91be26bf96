package dev.imas.notifier.delivery;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deliveries that have long been due without an attempt, because their receiver's circuit is open.
 */
final class OverdueRepository {

  private static final String FIND =
      """
      SELECT id, incident_id, event_seq, event, channel, address, urgency, attempts, created_at
        FROM overdue_deliveries($1, $2, make_interval(secs => $3), make_interval(secs => $4), $5)
      """;

  private static final String GIVE_UP =
      """
      UPDATE delivery
         SET status = 'dead', last_error = $4, finished_at = now()
       WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND status = 'pending'
      """;

  /**
   * @param sibling names tenant and receiver
   * @return without payload and secret, which are not needed here
   */
  Future<List<Delivery>> find(
      Tx tx, Delivery sibling, Duration urgentHorizon, Duration horizon, int most) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(
            Tuple.of(
                sibling.tenant().value(),
                sibling.receiverId(),
                urgentHorizon.toMillis() / 1000.0,
                horizon.toMillis() / 1000.0,
                most))
        .map(
            rows -> {
              List<Delivery> overdue = new ArrayList<>(rows.size());
              rows.forEach(row -> overdue.add(delivery(row, sibling)));
              return overdue;
            });
  }

  /**
   * @return false when it has changed meanwhile; then another claim has it
   */
  Future<Boolean> giveUp(Tx tx, Delivery d, String reason) {
    return tx.connection()
        .preparedQuery(GIVE_UP)
        .execute(Tuple.of(d.tenant().value(), d.id(), d.attempts(), reason))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Delivery delivery(Row row, Delivery sibling) {
    return new Delivery(
        sibling.tenant(),
        row.getUUID("id"),
        row.getUUID("incident_id"),
        row.getInteger("event_seq"),
        row.getString("event"),
        sibling.receiverId(),
        row.getString("channel"),
        row.getString("address"),
        Severity.of(Math.clamp(row.getShort("urgency"), 1, 4)),
        "",
        row.getInteger("attempts"),
        null,
        row.getOffsetDateTime("created_at").toInstant(),
        false,
        null,
        null);
  }
}
