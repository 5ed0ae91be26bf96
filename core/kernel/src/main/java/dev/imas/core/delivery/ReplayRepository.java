package dev.imas.core.delivery;

import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds dead deliveries that can be sent again, and those that are better left. */
final class ReplayRepository {

  /** Which dead deliveries; a null matches all. */
  record DeadFilter(
      @Nullable String channel,
      @Nullable UUID provider,
      @Nullable UUID receiver,
      @Nullable UUID incident,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /**
   * @param left why it is not sent again; null: it is
   */
  record Dead(UUID id, Severity urgency, @Nullable String left) {}

  // What somebody waited for, and codes, are for that moment alone. A page of an incident that
  // somebody has in hand, and whatever
  // a later message has told since, would be news of yesterday. A link is as old as its message.
  private static final String JUDGE =
      """
      SELECT d.id, d.urgency,
             CASE WHEN d.event IN ('contact.test', 'contact.verification') THEN 'test'
                  WHEN d.receiver_id <> '00000000-0000-0000-0000-000000000000'
                       AND NOT EXISTS (SELECT FROM receiver r WHERE r.tenant_id = d.tenant_id AND r.id = d.receiver_id AND r.is_active)
                  THEN 'unreachable'
                  WHEN i.status = 'RESOLVED' AND d.event <> 'incident.resolved' THEN 'resolved'
                  WHEN i.status <> 'TRIGGERED'
                       AND d.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                                       'incident.joined', 'incident.unacknowledged')
                  THEN 'acknowledged'
                  WHEN EXISTS (SELECT FROM delivery n
                                WHERE n.tenant_id = d.tenant_id AND n.incident_id = d.incident_id AND n.receiver_id = d.receiver_id
                                  AND n.event_seq > d.event_seq AND n.status IN ('sent', 'pending', 'sending'))
                  THEN 'overtaken'
                  WHEN d.payload ? 'actions'
                       AND NOT EXISTS (SELECT FROM action_link l
                                        WHERE l.tenant_id = d.tenant_id AND l.id = d.id AND l.expires_at > now())
                  THEN 'link_expired' END AS left_for
        FROM delivery d
        LEFT JOIN incident i ON i.tenant_id = d.tenant_id AND i.id = d.incident_id
       WHERE d.status = 'dead'
         AND ($1::text IS NULL OR d.channel = $1)
         AND ($2::uuid IS NULL OR EXISTS (SELECT FROM delivery_attempt a
                                           WHERE a.tenant_id = d.tenant_id AND a.delivery_id = d.id AND a.provider_id = $2))
         AND ($3::uuid IS NULL OR d.receiver_id = $3)
         AND ($4::uuid IS NULL OR d.incident_id = $4)
         AND ($5::timestamptz IS NULL OR d.created_at >= $5)
         AND ($6::timestamptz IS NULL OR d.created_at < $6)
       ORDER BY d.created_at, d.id
       LIMIT $7\
      """;

  /** The oldest first. */
  List<Dead> judge(Tx tx, DeadFilter f, int limit) {
    List<Dead> dead = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(JUDGE)
            .execute(
                tuple(
                    f.channel,
                    f.provider,
                    f.receiver,
                    f.incident,
                    timeOrNull(f.from),
                    timeOrNull(f.to),
                    limit))
            .await()) {
      dead.add(
          new Dead(
              row.getUUID("id"),
              Severity.of(row.getInteger("urgency")),
              row.getString("left_for")));
    }
    return dead;
  }

  private static final String REVIVE =
      """
      UPDATE delivery d
         SET status = 'pending', attempts = 0, next_attempt_at = now(), scheduled_at = now(), finished_at = NULL
        FROM unnest($1::uuid[]) AS n(id)
       WHERE d.tenant_id = current_tenant() AND d.id = n.id AND d.status = 'dead'
      RETURNING d.id\
      """;

  /** Those of them that wait again; others have been revived meanwhile. */
  List<UUID> revive(Tx tx, Collection<UUID> ids) {
    List<UUID> revived = new ArrayList<>();
    if (!ids.isEmpty()) {
      tx.connection()
          .preparedQuery(REVIVE)
          .execute(tuple((Object) ids.toArray(UUID[]::new)))
          .await()
          .forEach(row -> revived.add(row.getUUID("id")));
    }
    return revived;
  }
}
