package dev.imas.core.servicelevel;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How likely a running clock meets its goal, by what became of incidents like it (C55): of the same
 * service and severity, or of the same tier and severity where those are too few. Only on a virtual
 * thread.
 */
final class ForecastRepository {

  /** Fewer say nothing. */
  static final int FEWEST = 20;

  /** How far back incidents are like today's. */
  static final Duration BACK = Duration.ofDays(180);

  private static final int MOST = 1_000;

  /** So many incidents are looked through for a thousand of one tier. */
  private static final int MOST_SEEN = 20_000;

  private static final String COUNTED =
      """
      SELECT count(*) AS n, count(*) FILTER (WHERE c.consumed <= $3) AS met
        FROM alike a
        JOIN incident_clock c ON c.tenant_id = current_tenant() AND c.incident_id = a.id
       WHERE c.kind = $2 AND c.cycle = 1 AND c.state = 'ended' AND c.consumed >= $4\
      """;

  private static final String OF_SERVICE =
      """
      WITH own AS (SELECT o.service_id, o.severity FROM incident o WHERE o.id = $1),
      alike AS (
        SELECT i.id FROM own
         CROSS JOIN LATERAL (
           SELECT x.id FROM incident x
            WHERE x.tenant_id = current_tenant() AND x.service_id = own.service_id AND x.severity = own.severity
              AND x.created_at >= $5 AND x.id <> $1 AND x.merged_into IS NULL AND NOT x.is_test
            ORDER BY x.created_at DESC
            LIMIT %d) AS i)
      """
              .formatted(MOST)
          + COUNTED;

  private static final String OF_TIER =
      """
      WITH own AS (
        SELECT o.severity, s.tier FROM incident o JOIN service s ON s.id = o.service_id WHERE o.id = $1),
      alike AS (
        SELECT i.id FROM own
         CROSS JOIN LATERAL (
           SELECT r.id FROM (
             SELECT x.id, x.service_id, x.severity FROM incident x
              WHERE x.tenant_id = current_tenant() AND x.created_at >= $5 AND x.id <> $1 AND x.merged_into IS NULL
                AND NOT x.is_test
              ORDER BY x.created_at DESC
              LIMIT %d) AS r
             JOIN service s ON s.id = r.service_id
            WHERE r.severity = own.severity AND s.tier = own.tier
            LIMIT %d) AS i)
      """
              .formatted(MOST_SEEN, MOST)
          + COUNTED;

  /**
   * What became of incidents like one that had lasted as long.
   *
   * @param alike service or tier
   * @param incidents how many there were
   * @param met how many of them would have met the goal
   */
  record Found(String alike, int incidents, int met) {}

  /**
   * @param kind of the clock
   * @param goal that it has
   * @param consumed what it has counted until now
   * @return empty if there are too few
   */
  Optional<Found> find(
      Tx tx, UUID incident, String kind, Duration goal, Duration consumed, Instant now) {
    return found(tx, "service", OF_SERVICE, incident, kind, goal, consumed, now)
        .or(() -> found(tx, "tier", OF_TIER, incident, kind, goal, consumed, now));
  }

  private static Optional<Found> found(
      Tx tx,
      String alike,
      String query,
      UUID incident,
      String kind,
      Duration goal,
      Duration consumed,
      Instant now) {
    Row row =
        tx.connection()
            .preparedQuery(query)
            .execute(
                tuple(incident, kind, interval(goal), interval(consumed), time(now.minus(BACK))))
            .await()
            .iterator()
            .next();
    int n = row.getInteger("n");
    return n < FEWEST ? Optional.empty() : Optional.of(new Found(alike, n, row.getInteger("met")));
  }
}
