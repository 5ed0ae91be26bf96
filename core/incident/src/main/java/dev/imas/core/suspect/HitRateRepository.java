package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.suspect.HitRate.Counts;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts how often suspects were right. It awaits, on a virtual thread. */
final class HitRateRepository {

  // The confirmed causes are few, and have an index.
  private static final String COUNTS =
      """
      SELECT count(*) AS confirmed, count(*) FILTER (WHERE c.rank = 1) AS first, count(*) FILTER (WHERE c.rank <= 3) AS first_three,
             count(*) FILTER (WHERE s.latest_kind = c.kind AND s.latest_id = c.change_id) AS most_recent,
             count(*) FILTER (WHERE c.rank IS NULL) AS not_listed,
             (SELECT count(*) FROM incident_suspects n
               WHERE n.detected_at >= $1 AND n.detected_at < $2 AND n.computed_at IS NOT NULL
                 AND ($3::uuid IS NULL OR EXISTS (SELECT FROM incident o
                                                   WHERE o.tenant_id = n.tenant_id AND o.id = n.incident_id AND o.service_id = $3)))
               AS incidents
        FROM incident_change c
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
        LEFT JOIN incident_suspects s ON s.tenant_id = c.tenant_id AND s.incident_id = c.incident_id
       WHERE c.judgement = 2 AND i.detected_at >= $1 AND i.detected_at < $2 AND NOT i.is_test
         AND ($3::uuid IS NULL OR i.service_id = $3)\
      """;

  /** Of incidents that were detected in that time; of any service if it is null. */
  Counts counts(Tx tx, Instant from, Instant to, @Nullable UUID service) {
    Row row =
        tx.connection()
            .preparedQuery(COUNTS)
            .execute(tuple(time(from), time(to), service))
            .await()
            .iterator()
            .next();
    return new Counts(
        row.getLong("incidents"),
        row.getLong("confirmed"),
        row.getLong("first"),
        row.getLong("first_three"),
        row.getLong("most_recent"),
        row.getLong("not_listed"));
  }
}
