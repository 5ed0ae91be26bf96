package dev.imas.core.fallback;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps which incidents nobody could be found for. */
final class UnroutedRepository {

  /**
   * @param eventSeq the moment of the timeline that nobody could be told of
   * @param reason for people
   */
  record Unrouted(UUID incident, int eventSeq, String reason) {}

  // One that is marked already keeps the time since when it is.
  private static final String MARK =
      """
      INSERT INTO incident_unrouted AS u (tenant_id, incident_id, event_seq, since, reason)
      SELECT DISTINCT ON (n.incident_id) current_tenant(), n.incident_id, n.event_seq, $4, left(n.reason, 2000)
        FROM unnest($1::uuid[], $2::int[], $3::text[]) AS n(incident_id, event_seq, reason)
       ORDER BY n.incident_id, n.event_seq DESC
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET event_seq = excluded.event_seq, reason = excluded.reason
       WHERE u.event_seq < excluded.event_seq\
      """;

  Future<Void> mark(Tx tx, List<Unrouted> n, Instant now) {
    return n.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(MARK)
            .execute(
                tuple(
                    column(n, Unrouted::incident, UUID[]::new),
                    column(n, Unrouted::eventSeq, Integer[]::new),
                    column(n, Unrouted::reason, String[]::new),
                    time(now)))
            .mapEmpty();
  }

  private static final String CLEAR = "DELETE FROM incident_unrouted WHERE incident_id = ANY ($1)";

  Future<Void> clear(Tx tx, List<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(CLEAR)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .mapEmpty();
  }

  /**
   * Open incidents that nobody whom they concern may know of, each counted up to 100,000.
   *
   * @param inTriage those whose alerts name no known service
   */
  record Lost(long unrouted, long inTriage) {}

  private static final String LOST = "SELECT unrouted, in_triage FROM lost_incidents()";

  Future<Lost> lost(Tx tx) {
    return tx.connection()
        .preparedQuery(LOST)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Lost(row.getLong("unrouted"), row.getLong("in_triage"));
            });
  }
}
