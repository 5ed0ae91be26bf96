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
 * Stores the outcome of an attempt. Every change of a delivery checks the claim's number: when the
 * lease ran out and another notifier took over, only that one may write the row.
 */
final class DeliveryOutcomeRepository {

  private static final String MOVE =
      """
      UPDATE delivery
         SET status = $4,
             next_attempt_at = now() + make_interval(secs => $5),
             scheduled_at = now(),
             last_error = $6,
             provider_message_id = coalesce($7, provider_message_id),
             shown_in = $8,
             finished_at = CASE WHEN $4 IN ('sent', 'dead', 'cancelled') THEN now() END
       WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND status = 'sending'
      RETURNING extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
      """;

  // The number goes back too, since there was no attempt. It cannot be mistaken for an older
  // claim's, because the status says that nobody has claimed the row.
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
             (tenant_id, delivery_id, attempt, outcome, status_code, error, duration_ms, provider_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  /**
   * @return the delivery's age; empty when the claim was lost and nothing was changed
   */
  Future<Optional<Duration>> move(Tx tx, Delivery d, NextStep step) {
    Tuple values = Tuple.of(d.tenant().value(), d.id(), d.attempts());
    switch (step) {
      case NextStep.Done done -> add(values, "sent", Duration.ZERO, null, done.providerMessageId());
      case NextStep.Again again -> add(values, "pending", again.delay(), again.reason(), null);
      case NextStep.GiveUp up -> add(values, "dead", Duration.ZERO, up.reason(), null);
      case NextStep.Cancel no -> add(values, "cancelled", Duration.ZERO, no.reason(), null);
    }
    values.addUUID(step instanceof NextStep.Done done ? done.shownIn() : null);
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

  private static final String MOVED = "SELECT receiver_moved($1, $2, $3, $4, $5)";

  /** The contact gets the address at which its provider has taken the message. */
  Future<Void> moved(Tx tx, Delivery d, String to) {
    return tx.connection()
        .preparedQuery(MOVED)
        .execute(Tuple.of(d.tenant().value(), d.receiverId(), d.channel(), d.address(), to))
        .mapEmpty();
  }

  private static final String IS_OVERTAKEN =
      """
      SELECT EXISTS (SELECT FROM delivery
                      WHERE tenant_id = $1 AND incident_id = $2 AND receiver_id = $3 AND event_seq > $4 AND status = 'sent')
      """;

  Future<Boolean> isOvertaken(Tx tx, Delivery d) {
    return tx.connection()
        .preparedQuery(IS_OVERTAKEN)
        .execute(Tuple.of(d.tenant().value(), d.incidentId(), d.receiverId(), d.eventSeq()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String IS_CLAIMED =
      "SELECT EXISTS (SELECT FROM delivery WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND"
          + " status = 'sending')";

  /** Whether it is still being sent under this claim. */
  Future<Boolean> isClaimed(Tx tx, Delivery d) {
    return tx.connection()
        .preparedQuery(IS_CLAIMED)
        .execute(Tuple.of(d.tenant().value(), d.id(), d.attempts()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Puts a claimed delivery back without an attempt. */
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
                .addInteger((int) attempt.duration().toMillis())
                .addUUID(attempt.provider()))
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
