package dev.imas.core.unmatched;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads names of alerts that fell to triage. Only on a virtual thread. */
final class UnmatchedRepository {

  /**
   * A name that a source's alerts gave.
   *
   * @param openCount how many incidents in triage are open and have such an alert
   */
  record Unmatched(
      UUID sourceId,
      String sourceName,
      String name,
      int alertCount,
      Instant firstSeen,
      Instant lastSeen,
      int openCount) {}

  // The first label that names anything, in the order in which a service is looked for.
  private static final String NAMED =
      """
      WITH triage AS (SELECT id FROM service WHERE is_triage),
      recent AS (
        SELECT i.id, i.status <> 'RESOLVED' AS is_open
          FROM incident i
         WHERE i.service_id = (SELECT id FROM triage) AND i.merged_into IS NULL AND NOT i.is_test
           AND (i.status <> 'RESOLVED' OR i.created_at >= $1)
         ORDER BY i.created_at DESC
         LIMIT $2),
      member AS (
        SELECT r.id, r.is_open, m.fingerprint
          FROM recent r JOIN incident_alert m ON m.incident_id = r.id
         LIMIT $3),
      named AS (
        SELECT m.id, m.is_open, a.fingerprint, a.source_id, a.first_seen, a.last_seen,
               coalesce(nullif(l.labels ->> 'service', ''), nullif(l.labels ->> 'job', ''), nullif(l.labels ->> 'app', ''),
                        nullif(l.labels ->> 'application', ''), nullif(l.labels ->> 'component', '')) AS name
          FROM member m
          JOIN alert_state a ON a.fingerprint = m.fingerprint
         CROSS JOIN LATERAL (SELECT a.labels::jsonb AS labels) AS l
         WHERE a.service_id = (SELECT id FROM triage))
      """;

  private static final String LIST =
      NAMED
          + """
          SELECT n.source_id, coalesce(s.name, n.source_id::text) AS source_name, min(n.name) AS name,
                 count(DISTINCT n.fingerprint)::int AS alerts, min(n.first_seen) AS first_seen, max(n.last_seen) AS last_seen,
                 count(DISTINCT n.id) FILTER (WHERE n.is_open)::int AS open
            FROM named n
            LEFT JOIN source s ON s.id = n.source_id
           WHERE n.name IS NOT NULL
           GROUP BY n.source_id, s.name, lower(n.name)
           ORDER BY max(n.last_seen) DESC, lower(n.name), n.source_id
           LIMIT $4\
          """;

  /** How much is looked at. */
  record Bounds(int incidents, int alerts, int names) {}

  /**
   * What came last comes first.
   *
   * @param since resolved incidents that are older are left out
   */
  List<Unmatched> list(Tx tx, Instant since, Bounds bounds) {
    List<Unmatched> found = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(time(since), bounds.incidents, bounds.alerts, bounds.names))
            .await()) {
      found.add(
          new Unmatched(
              row.getUUID("source_id"),
              row.getString("source_name"),
              row.getString("name"),
              row.getInteger("alerts"),
              instant(row, "first_seen"),
              instant(row, "last_seen"),
              row.getInteger("open")));
    }
    return found;
  }

  private static final String OPEN =
      NAMED
          + """
          SELECT DISTINCT n.id FROM named n WHERE n.is_open AND lower(n.name) = lower($4) ORDER BY n.id LIMIT $5\
          """;

  /** The open incidents in triage of which an alert gave the name, the oldest first. */
  List<UUID> open(Tx tx, String name, Instant since, Bounds bounds, int most) {
    return tx
        .connection()
        .preparedQuery(OPEN)
        .execute(tuple(time(since), bounds.incidents, bounds.alerts, name, most))
        .await()
        .stream()
        .map(row -> row.getUUID("id"))
        .toList();
  }

  private static final String TRIAGE = "SELECT id FROM service WHERE is_triage";

  Optional<UUID> triage(Tx tx) {
    return Rows.firstId(tx.connection().preparedQuery(TRIAGE).execute().await());
  }

  private static final String OWNER = "SELECT owner_team_id AS id FROM service WHERE is_triage";

  Optional<UUID> ownerOfTriage(Tx tx) {
    return Rows.firstId(tx.connection().preparedQuery(OWNER).execute().await());
  }
}
