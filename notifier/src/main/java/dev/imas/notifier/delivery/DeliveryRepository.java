package dev.imas.notifier.delivery;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a try, written down. Every change of a delivery asks for the claim's number: when
 * the lease ran out and another notifier took over, the row is that one's to write.
 */
final class DeliveryRepository {

  /**
   * The incident before its deliveries: the order in which core locks them too. Also finds the
   * receiver's name for the timeline.
   */
  private static final String LOCK_INCIDENT =
      """
      SELECT (SELECT c.name FROM team_contact c WHERE c.tenant_id = $1 AND c.id = $3) AS receiver
        FROM incident
       WHERE tenant_id = $1 AND id = $2
         FOR NO KEY UPDATE OF incident
      """;

  private static final String MOVE =
      """
      UPDATE delivery
         SET status = $4,
             next_attempt_at = now() + make_interval(secs => $5),
             scheduled_at = now(),
             last_error = $6,
             provider_message_id = coalesce($7, provider_message_id),
             finished_at = CASE WHEN $4 IN ('sent', 'dead', 'cancelled') THEN now() END
       WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND status = 'sending'
      RETURNING extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
      """;

  // The number goes back too: it was no try. It cannot be mistaken for an older claim's, since the
  // status says that nobody holds the row.
  private static final String RELEASE =
      """
      UPDATE delivery
         SET status = 'pending', attempts = attempts - 1,
             next_attempt_at = now() + make_interval(secs => $4), scheduled_at = now()
       WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND status = 'sending'
      """;

  private static final String ADD_ATTEMPT =
      """
      INSERT INTO delivery_attempt
             (tenant_id, delivery_id, attempt, outcome, status_code, error, duration_ms)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static final String ADD_TIMELINE =
      """
      WITH next AS (
        UPDATE incident SET timeline_seq = timeline_seq + 1
         WHERE tenant_id = $1 AND id = $2
        RETURNING timeline_seq)
      INSERT INTO timeline (tenant_id, incident_id, seq, type, author, message, metadata)
      SELECT $1, $2, next.timeline_seq, $3, 'notifier', $4, $5::text::jsonb FROM next
      """;

  /** The receiver's name; empty when the contact is gone, is the console's, or is being tested. */
  Future<Optional<String>> lockIncident(Tx tx, Delivery d) {
    if (d.incidentId() == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return tx.connection()
        .preparedQuery(LOCK_INCIDENT)
        .execute(Tuple.of(d.tenant().value(), d.incidentId(), d.receiverId()))
        .map(
            rows -> {
              Iterator<Row> row = rows.iterator();
              return row.hasNext()
                  ? Optional.ofNullable(row.next().getString("receiver"))
                  : Optional.empty();
            });
  }

  /**
   * @return the delivery's age, or empty when the claim was lost and nothing was changed
   */
  Future<Optional<Duration>> move(Tx tx, Delivery d, NextStep step) {
    Tuple values = Tuple.of(d.tenant().value(), d.id(), d.attempts());
    switch (step) {
      case NextStep.Done done -> add(values, "sent", Duration.ZERO, null, done.providerMessageId());
      case NextStep.Again again -> add(values, "pending", again.delay(), again.reason(), null);
      case NextStep.GiveUp up -> add(values, "dead", Duration.ZERO, up.reason(), null);
      case NextStep.Cancel no -> add(values, "cancelled", Duration.ZERO, no.reason(), null);
    }
    return tx.connection()
        .preparedQuery(MOVE)
        .execute(values)
        .map(
            rows -> {
              Iterator<Row> row = rows.iterator();
              return row.hasNext()
                  ? Optional.of(seconds(row.next().getDouble("age")))
                  : Optional.empty();
            });
  }

  /** Puts a claimed delivery back without a try. */
  Future<Void> release(Tx tx, Delivery d, Duration delay) {
    return tx.connection()
        .preparedQuery(RELEASE)
        .execute(Tuple.of(d.tenant().value(), d.id(), d.attempts(), inSeconds(delay)))
        .mapEmpty();
  }

  Future<Void> addAttempt(Tx tx, Delivery d, AttemptRecord attempt) {
    return tx.connection()
        .preparedQuery(ADD_ATTEMPT)
        .execute(
            Tuple.tuple()
                .addUUID(d.tenant().value())
                .addUUID(d.id())
                .addInteger(d.attempts())
                .addString(attempt.outcome())
                .addInteger(attempt.status())
                .addString(attempt.error())
                .addInteger((int) attempt.duration().toMillis()))
        .mapEmpty();
  }

  /** metadata: a JSON object. */
  Future<Void> addTimeline(Tx tx, Delivery d, String type, String message, String metadata) {
    if (d.incidentId() == null) {
      return Future
          .succeededFuture(); // who asked for a test is told; a digest is of many incidents
    }
    return tx.connection()
        .preparedQuery(ADD_TIMELINE)
        .execute(Tuple.of(d.tenant().value(), d.incidentId(), type, message, metadata))
        .mapEmpty();
  }

  private static void add(
      Tuple values,
      String status,
      Duration delay,
      @Nullable String error,
      @Nullable String providerMessageId) {
    values
        .addString(status)
        .addDouble(inSeconds(delay))
        .addString(error)
        .addString(providerMessageId);
  }

  private static double inSeconds(Duration d) {
    return d.toMillis() / 1000.0;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
