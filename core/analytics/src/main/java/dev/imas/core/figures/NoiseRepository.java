package dev.imas.core.figures;

import dev.imas.core.incident.Counted;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Counts what made people look up for little. On a virtual thread. */
final class NoiseRepository {

  /**
   * Figures of incidents that were opened in a time; they can be added up.
   *
   * @param alerts that joined them
   * @param resolved how many are
   * @param unacknowledged of these, how many ended before anybody had acknowledged them
   * @param brief of these, how many lasted less than five minutes
   * @param reopened how many came back after they had been resolved
   */
  record Noise(
      long incidents, long alerts, long resolved, long unacknowledged, long brief, long reopened) {

    static final Noise NONE = new Noise(0, 0, 0, 0, 0, 0);

    Noise plus(Noise other) {
      return new Noise(
          incidents + other.incidents,
          alerts + other.alerts,
          resolved + other.resolved,
          unacknowledged + other.unacknowledged,
          brief + other.brief,
          reopened + other.reopened);
    }
  }

  static final String OF_SERVICES =
      """
      SELECT service_id, count(*) AS incidents, sum(alert_count)::bigint AS alerts,
             count(*) FILTER (WHERE status = 'RESOLVED') AS resolved,
             count(*) FILTER (WHERE status = 'RESOLVED' AND (acknowledged_at >= resolved_at) IS NOT FALSE) AS unacknowledged,
             count(*) FILTER (WHERE status = 'RESOLVED' AND resolved_at < created_at + interval '5 minutes') AS brief,
             count(*) FILTER (WHERE reopen_count > 0) AS reopened
        FROM incident i
       WHERE tenant_id = current_tenant() AND created_at >= $1 AND created_at < $2
         AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
         AND (%s) = 0
       GROUP BY service_id\
      """
          .formatted(Counted.EXCLUSION);

  Map<UUID, Noise> ofServices(Tx tx, Selection of) {
    Map<UUID, Noise> found = new HashMap<>();
    for (Row row :
        tx.connection().preparedQuery(OF_SERVICES).execute(FiguresRepository.of(of)).await()) {
      found.put(
          row.getUUID("service_id"),
          new Noise(
              row.getLong("incidents"),
              row.getLong("alerts"),
              row.getLong("resolved"),
              row.getLong("unacknowledged"),
              row.getLong("brief"),
              row.getLong("reopened")));
    }
    return found;
  }
}
