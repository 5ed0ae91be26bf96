package dev.imas.core.source;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The alerts of a source that fire. Runs on a virtual thread. */
final class AlertsOfSourceRepository {

  /** How many are ended by one statement. */
  private static final int AT_ONCE = 5_000;

  /** Of how many incidents the timeline says why their alerts end. */
  private static final int MOST_INCIDENTS = 500;

  /**
   * @param names of a few of them
   */
  record Firing(long count, List<String> names) {}

  private static final String FIRING =
      """
      SELECT count(*) AS firing, (array_agg(DISTINCT name))[1:3] AS names
        FROM alert_state
       WHERE source_id = $1 AND status = status_firing()\
      """;

  Firing firing(Tx tx, UUID source) {
    Row row =
        tx.connection().preparedQuery(FIRING).execute(tuple(source)).await().iterator().next();
    String[] names = row.getArrayOfStrings("names");
    return new Firing(row.getLong("firing"), names == null ? List.of() : List.of(names));
  }

  private static final String INCIDENTS =
      """
      SELECT DISTINCT p.incident_id
        FROM alert_state a
        JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint AND p.firing
        JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id AND i.status <> 'RESOLVED'
       WHERE a.source_id = $1 AND a.status = status_firing()
       ORDER BY p.incident_id
       LIMIT $2\
      """;

  /** The open incidents in which they fire. */
  List<UUID> incidents(Tx tx, UUID source) {
    List<UUID> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(INCIDENTS)
        .execute(tuple(source, MOST_INCIDENTS))
        .await()
        .forEach(row -> found.add(row.getUUID("incident_id")));
    return found;
  }

  private static final String END = "SELECT withdraw_alerts($1, $2, $3)";

  /**
   * Ends them, and forgets late firings that wait to become one. Intake follows, as with any other
   * end.
   */
  void end(Tx tx, UUID source, Instant now) {
    Tuple arguments = tuple(source, time(now), AT_ONCE);
    int ended;
    do {
      ended =
          tx.connection()
              .preparedQuery(END)
              .execute(arguments)
              .await()
              .iterator()
              .next()
              .getInteger(0);
    } while (ended > 0);
  }
}
