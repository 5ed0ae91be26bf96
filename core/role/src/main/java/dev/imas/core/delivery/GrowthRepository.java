package dev.imas.core.delivery;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The message that an incident has more alerts than its receivers know of: one for each receiver,
 * which grows while it waits. It is due some time after the last message that the receiver got
 * about the incident, and it is not sent where another message tells the new figures before it.
 */
public final class GrowthRepository {

  private static final String EVENT = "incident.grew";

  private final Duration pause;

  /**
   * @param pause between the last message about an incident and the one that it grew
   */
  public GrowthRepository(Duration pause) {
    this.pause = pause;
  }

  private static final String GROW =
      """
      WITH n AS (
        SELECT *
          FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::smallint[], $8::text[])
            AS n(id, incident_id, event_seq, receiver_id, channel, address, urgency, payload)),
      grown AS (
        UPDATE delivery d
           SET event_seq = n.event_seq, urgency = n.urgency, payload = n.payload::jsonb
          FROM n
         WHERE d.incident_id = n.incident_id AND d.receiver_id = n.receiver_id AND d.status = 'pending' AND d.event = $9
        RETURNING d.incident_id, d.receiver_id)
      INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                            payload, next_attempt_at)
      SELECT current_tenant(), n.id, n.incident_id, n.event_seq, $9, n.receiver_id, n.channel, n.address, n.urgency, 'pending',
             n.payload::jsonb,
             greatest(now(), $10::interval + (SELECT max(d.created_at) FROM delivery d
                                               WHERE d.incident_id = n.incident_id AND d.receiver_id = n.receiver_id
                                                 AND d.status <> 'cancelled'))
        FROM n
       WHERE NOT EXISTS (SELECT 1 FROM grown g WHERE g.incident_id = n.incident_id AND g.receiver_id = n.receiver_id)\
      """;

  /** Adds to what waits, or leaves a message that waits. */
  public Future<Void> queue(Tx tx, List<NewDelivery> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(GROW)
        .execute(
            tuple(
                column(n, NewDelivery::id, UUID[]::new),
                column(n, NewDelivery::incidentId, UUID[]::new),
                column(n, NewDelivery::eventSeq, Integer[]::new),
                column(n, NewDelivery::receiverId, UUID[]::new),
                column(n, NewDelivery::channel, String[]::new),
                column(n, NewDelivery::address, String[]::new),
                column(n, d -> (short) d.urgency().number(), Short[]::new),
                column(n, d -> Json.write(d.content()), String[]::new),
                EVENT,
                interval(pause)))
        .mapEmpty();
  }

  private static final String DROP =
      """
      UPDATE delivery
         SET status = 'cancelled', last_error = 'told by a later message', finished_at = now()
       WHERE incident_id = ANY ($1) AND event = $2 AND status = 'pending'\
      """;

  /** Another message tells what waits to be told. */
  public Future<Void> drop(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(DROP)
            .execute(tuple(incidents.toArray(UUID[]::new), EVENT))
            .mapEmpty();
  }
}
