package dev.imas.core.hold;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells or drops the messages that wait for whether a change is taken back. */
final class TakeBackRepository {

  private static final String WORDS = "not sent: it was undone before anybody was notified";

  /**
   * @param urgency of the most urgent; null: nothing is sent
   */
  record Released(int messages, @Nullable Severity urgency) {}

  private static final String RELEASE = "SELECT released, urgency FROM release_take_backs($1, $2)";

  /**
   * Sends what waits for that, of an incident that the transaction has locked. On a virtual thread.
   *
   * @param seq up to which message
   */
  Released release(Tx tx, UUID incident, int seq) {
    Row row =
        tx.connection()
            .preparedQuery(RELEASE)
            .execute(tuple(incident, seq))
            .await()
            .iterator()
            .next();
    Integer urgency = row.getInteger("urgency");
    return new Released(row.getInteger("released"), urgency == null ? null : Severity.of(urgency));
  }

  // Also what waits for a digest: it would tell of an acknowledgement that is none.
  private static final String DROP_ACKNOWLEDGEMENTS =
      """
      UPDATE delivery SET status = 'cancelled', finished_at = now(), last_error = $2
       WHERE incident_id = ANY ($1) AND status = 'held' AND (held_for = 'take_back' OR event = 'incident.acknowledged')\
      """;

  /** Of incidents whose acknowledgement was taken back. */
  Future<Void> dropAcknowledgements(Tx tx, Collection<UUID> incidents) {
    return drop(tx, incidents, DROP_ACKNOWLEDGEMENTS);
  }

  private static final String DROP =
      """
      UPDATE delivery SET status = 'cancelled', finished_at = now(), last_error = $2
       WHERE incident_id = ANY ($1) AND status = 'held' AND held_for = 'take_back'\
      """;

  /** Of incidents that are open again. */
  Future<Void> drop(Tx tx, Collection<UUID> incidents) {
    return drop(tx, incidents, DROP);
  }

  private static Future<Void> drop(Tx tx, Collection<UUID> incidents, String statement) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(statement)
            .execute(tuple(incidents.toArray(UUID[]::new), WORDS))
            .mapEmpty();
  }
}
