package dev.imas.core.hold;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.Digest;
import dev.imas.core.bus.PageContent;
import dev.imas.core.hold.DigestPlanner.Held;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what was held and is due, and stores what becomes of it. On a virtual thread. */
final class DigestRepository {

  /** Somebody or something for whom held messages are due. */
  record Due(TenantId tenant, UUID receiver) {

    static final Due BEFORE_ALL = new Due(new TenantId(new UUID(0, 0)), new UUID(0, 0));
  }

  private static final String DUE = "SELECT tenant_id, receiver_id FROM due_holds($1, $2, $3, $4)";

  /** The next ones after the given one, in order. */
  Future<List<Due>> due(Tx tx, Instant now, Due after, int limit) {
    return tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(time(now), after.tenant.value(), after.receiver, limit))
        .map(
            rows -> {
              List<Due> due = new ArrayList<>();
              rows.forEach(
                  row ->
                      due.add(
                          new Due(
                              new TenantId(row.getUUID("tenant_id")), row.getUUID("receiver_id"))));
              return due;
            });
  }

  // The rows are locked before it is looked for what overtook them, and only rows that nobody else
  // has locked are taken: another core is at them.
  private static final String LOCK =
      """
      SELECT d.id FROM delivery d
       WHERE d.tenant_id = current_tenant() AND d.receiver_id = $1 AND d.status = 'held' AND d.held_until <= $2
         AND d.held_for <> 'take_back'
       ORDER BY d.held_until, d.id LIMIT $3
         FOR NO KEY UPDATE SKIP LOCKED\
      """;

  private static final String HELD =
      """
      SELECT d.id, d.incident_id, d.event_seq, d.event, d.urgency, d.created_at, d.held_for,
             d.payload #>> '{incident,short_id}' AS short_id, d.payload #>> '{incident,title}' AS title,
             d.payload #>> '{incident,service,name}' AS service,
             (SELECT n.id FROM delivery n
               WHERE n.tenant_id = d.tenant_id AND n.incident_id = d.incident_id AND n.receiver_id = d.receiver_id
                 AND n.event_seq > d.event_seq AND n.status IN ('pending', 'sending', 'sent', 'folded')
               ORDER BY n.tenant_id, n.incident_id, n.receiver_id, n.event_seq DESC LIMIT 1) AS overtaken_by
        FROM delivery d
       WHERE d.tenant_id = current_tenant() AND d.id = ANY ($1)
       ORDER BY d.created_at, d.id\
      """;

  /** What is due for a receiver, locked, in the order in which it was queued. */
  List<Held> lock(Tx tx, UUID receiver, Instant now, int limit) {
    List<UUID> ids = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(LOCK).execute(tuple(receiver, time(now), limit)).await()) {
      ids.add(row.getUUID("id"));
    }
    List<Held> held = new ArrayList<>();
    if (ids.isEmpty()) {
      return held;
    }
    for (Row row :
        tx.connection()
            .preparedQuery(HELD)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await()) {
      held.add(
          new Held(
              row.getUUID("id"),
              row.getUUID("incident_id"),
              row.getInteger("event_seq"),
              row.getString("event"),
              Severity.of(row.getInteger("urgency")),
              instant(row, "created_at"),
              Waits.named(row.getString("held_for")),
              row.getUUID("overtaken_by"),
              row.getString("short_id"),
              row.getString("title"),
              row.getString("service")));
    }
    return held;
  }

  private static final String OVERTAKE =
      """
      UPDATE delivery d
         SET status = 'folded', folded_into = n.later, finished_at = now(),
             last_error = 'replaced by a newer message about the incident'
        FROM unnest($1::uuid[], $2::uuid[]) AS n(id, later)
       WHERE d.tenant_id = current_tenant() AND d.id = n.id\
      """;

  void overtake(Tx tx, Map<UUID, UUID> overtaken) {
    tx.connection()
        .preparedQuery(OVERTAKE)
        .execute(
            tuple(overtaken.keySet().toArray(UUID[]::new), overtaken.values().toArray(UUID[]::new)))
        .await();
  }

  private static final String RELEASE =
      """
      UPDATE delivery SET status = 'pending', next_attempt_at = now(), scheduled_at = now()
       WHERE tenant_id = current_tenant() AND id = ANY ($1)\
      """;

  /** Sends them as they are. */
  void release(Tx tx, Collection<UUID> ids) {
    tx.connection()
        .preparedQuery(RELEASE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await();
  }

  private static final String INSERT =
      """
      INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
      SELECT current_tenant(), $1, NULL, 0, $2, d.receiver_id, d.channel, d.address, $3, 'pending',
             jsonb_build_object('event', $2::text, 'tenant', d.payload -> 'tenant', 'occurred_at', now(), 'earlier_count', $4::bigint,
                                'digest', $5::text::jsonb)
               -- A person may acknowledge what is not over by the message's link.
               || CASE WHEN $7 AND (SELECT c.id FROM user_contact c
                                     WHERE c.tenant_id = d.tenant_id AND c.id = d.receiver_id) IS NOT NULL
                       THEN '{"actions": ["acknowledge_all"]}'::jsonb ELSE '{}' END
        FROM delivery d WHERE d.tenant_id = current_tenant() AND d.id = $6\
      """;

  private static final String FOLD =
      """
      UPDATE delivery
         SET status = 'folded', folded_into = $2, finished_at = now(),
             last_error = 'included in a digest'
       WHERE tenant_id = current_tenant() AND id = ANY ($1)\
      """;

  /** Queues a digest, and folds these into it. */
  void fold(Tx tx, UUID id, Digest digest, Severity urgency, List<UUID> folded) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                PageContent.DIGEST,
                (short) urgency.number(),
                digest.messages(),
                Json.write(digest),
                folded.getFirst(),
                digest.over() < digest.incidents()))
        .await();
    tx.connection().preparedQuery(FOLD).execute(tuple(folded.toArray(UUID[]::new), id)).await();
  }
}
