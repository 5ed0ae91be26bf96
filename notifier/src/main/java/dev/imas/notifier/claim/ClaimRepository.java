package dev.imas.notifier.claim;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.delivery.Delivery;
import dev.imas.notifier.delivery.Reader;
import dev.imas.notifier.throttle.Receivers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Claims due deliveries of all tenants, through the one function that may do so. */
final class ClaimRepository {

  private static final String CLAIM =
      """
      SELECT tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency,
             payload, attempts, secret_enc, created_at, alone, gone, locale, time_zone
        FROM claim_deliveries($1, $2, $3, $4, make_interval(secs => $5))
      """;

  private static final String BACKLOG = "SELECT due, oldest_seconds FROM delivery_backlog()";

  private final Transactions transactions;
  private final Duration lease;

  ClaimRepository(Transactions transactions, Duration lease) {
    this.transactions = transactions;
    this.lease = lease;
  }

  /** What is due and not claimed. */
  record Backlog(long due, double oldestSeconds) {}

  /**
   * @param most rows
   * @return the most urgent first
   */
  Future<List<Delivery>> claim(int most, Receivers.Allowance allowance) {
    Tuple values =
        Tuple.tuple()
            .addInteger(most)
            .addInteger(allowance.room())
            .addJsonObject(json(allowance.rooms()))
            .addJsonObject(json(allowance.alone()))
            .addDouble(lease.toMillis() / 1000.0);
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(CLAIM).execute(values))
        .map(ClaimRepository::deliveries);
  }

  private static JsonObject json(Map<Receivers.Receiver, Integer> rooms) {
    JsonObject json = new JsonObject();
    rooms.forEach((receiver, room) -> json.put(receiver.toString(), room));
    return json;
  }

  private static final String FOLD = "SELECT fold_deliveries($1, $2, $3, $4)";

  /**
   * Folds what is due to a receiver into one message, unless no more than {@code keep} wait.
   *
   * @return how many were folded, at most {@code most}
   */
  Future<Integer> fold(Receivers.Receiver receiver, int keep, int most) {
    Tuple values = Tuple.of(receiver.tenant().value(), receiver.id(), keep, most);
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(FOLD).execute(values))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String RECALL = "SELECT recall_deliveries(make_interval(secs => $1))";

  /**
   * Makes deliveries due again that would wait too long, because the database's clock was set back.
   *
   * @return how many
   */
  Future<Integer> recall() {
    Tuple values = Tuple.of(lease.toMillis() / 1000.0);
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(RECALL).execute(values))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  Future<Backlog> backlog() {
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(BACKLOG).execute())
        .map(rows -> rows.iterator().next())
        .map(row -> new Backlog(row.getLong("due"), row.getDouble("oldest_seconds")));
  }

  private static List<Delivery> deliveries(RowSet<Row> rows) {
    List<Delivery> deliveries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      deliveries.add(delivery(row));
    }
    // UPDATE … RETURNING keeps no order.
    deliveries.sort(Delivery.MOST_URGENT_FIRST);
    return deliveries;
  }

  private static Delivery delivery(Row row) {
    Buffer secret = row.getBuffer("secret_enc");
    return new Delivery(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("id"),
        row.getUUID("incident_id"),
        row.getInteger("event_seq"),
        row.getString("event"),
        row.getUUID("receiver_id"),
        row.getString("channel"),
        row.getString("address"),
        Severity.of(Math.clamp(row.getShort("urgency"), 1, 4)),
        row.getString("payload"),
        row.getInteger("attempts"),
        secret == null ? null : secret.getBytes(),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getBoolean("alone"),
        row.getString("gone"),
        Reader.of(row.getString("locale"), row.getString("time_zone")));
  }
}
