package dev.imas.core.delivery;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How soon pages were accepted, against what is promised (NTF-21). */
final class ObjectiveRepository {

  /**
   * The pages of one severity by one channel. Without any that was accepted, there is no time.
   *
   * @param objectiveSeconds within which a page should be accepted; null: nothing is promised
   * @param within how many were; null without an objective
   * @param met the part of those accepted or given up that were within it, from 0 to 1
   * @param folded into another message, which tells of them
   */
  record Figures(
      Severity severity,
      String channel,
      @Nullable Integer objectiveSeconds,
      int pages,
      int accepted,
      @Nullable Integer within,
      @Nullable Double met,
      @Nullable Double p50Seconds,
      @Nullable Double p95Seconds,
      @Nullable Double p99Seconds,
      int dead,
      int cancelled,
      int folded,
      int waiting) {}

  private static final String FIGURES =
      """
      SELECT p.urgency, p.channel, p.objective, count(*)::int AS pages,
             count(*) FILTER (WHERE p.status = 'sent')::int AS accepted,
             count(*) FILTER (WHERE p.status = 'sent' AND p.took <= p.objective)::int AS within,
             count(*) FILTER (WHERE p.status = 'dead')::int AS dead,
             count(*) FILTER (WHERE p.status = 'cancelled')::int AS cancelled,
             count(*) FILTER (WHERE p.status = 'folded')::int AS folded,
             count(*) FILTER (WHERE p.status IN ('pending', 'sending'))::int AS waiting,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY p.took) FILTER (WHERE p.status = 'sent') AS p50,
             percentile_cont(0.95) WITHIN GROUP (ORDER BY p.took) FILTER (WHERE p.status = 'sent') AS p95,
             percentile_cont(0.99) WITHIN GROUP (ORDER BY p.took) FILTER (WHERE p.status = 'sent') AS p99
        FROM (SELECT d.urgency, d.channel, d.status, extract(epoch FROM d.finished_at - d.created_at)::float8 AS took,
                     -- The console calls nobody, so nothing is met by it.
                     CASE WHEN d.channel <> 'console' THEN
                     CASE d.urgency WHEN 1 THEN 5 WHEN 2 THEN CASE d.channel WHEN 'email' THEN 600 ELSE 300 END END END AS objective
                FROM delivery d
               WHERE d.created_at >= $1 AND d.created_at < $2 AND d.incident_id IS NOT NULL AND NOT d.is_test
                 AND d.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                                 'incident.unacknowledged',
                                 'incident.severity_changed', 'incident.service_changed')) AS p
       GROUP BY p.urgency, p.channel, p.objective
       ORDER BY p.urgency, p.channel\
      """;

  /** Stands for the channel where an incident reached nobody. */
  private static final String NOBODY = "nobody";

  // One that somebody took on, or that was over, before it was sent has missed nothing.
  private static final String UNREACHED =
      """
      SELECT i.urgency, i.objective, count(*)::int AS incidents
        FROM (SELECT a.incident_id, min(a.urgency) AS urgency,
                     CASE min(a.urgency) WHEN 1 THEN 5 WHEN 2 THEN 300 END AS objective
                FROM (SELECT d.incident_id, d.urgency,
                             d.channel <> 'console' AND CASE d.status
                               WHEN 'dead' THEN false
                               WHEN 'folded' THEN (delivery_fate(d.tenant_id, d.id)).status NOT IN ('dead', 'cancelled')
                               WHEN 'cancelled' THEN EXISTS (SELECT FROM incident n
                                                              WHERE n.tenant_id = d.tenant_id AND n.id = d.incident_id
                                                                AND (n.acknowledged_at IS NOT NULL OR n.status = 'RESOLVED'))
                               ELSE true END AS may_reach
                        FROM delivery d
                       WHERE d.created_at >= $1 AND d.created_at < $2 AND d.incident_id IS NOT NULL AND NOT d.is_test
                         AND d.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                                         'incident.unacknowledged',
                                         'incident.severity_changed', 'incident.service_changed')
                      UNION ALL
                      SELECT r.incident_id, r.severity, false
                        FROM escalation_run r
                       WHERE r.started_at >= $1 AND r.started_at < $2 AND r.state = 'exhausted' AND NOT r.found_somebody
                         AND NOT (SELECT n.is_test FROM incident n WHERE n.tenant_id = r.tenant_id AND n.id = r.incident_id)) AS a
               GROUP BY a.incident_id
              HAVING NOT bool_or(a.may_reach)) AS i
       GROUP BY i.urgency, i.objective
       ORDER BY i.urgency\
      """;

  /** Incidents whose pages have reached nobody, as a channel of its own. */
  private static List<Figures> unreached(Tx tx, Instant from, Instant to) {
    List<Figures> figures = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(UNREACHED).execute(tuple(time(from), time(to))).await()) {
      Integer objective = row.getInteger("objective");
      figures.add(
          new Figures(
              Severity.of(row.getInteger("urgency")),
              NOBODY,
              objective,
              row.getInteger("incidents"),
              0,
              objective == null ? null : 0,
              objective == null ? null : 0.0,
              null,
              null,
              null,
              0,
              0,
              0,
              0));
    }
    return figures;
  }

  /** Of pages that were queued from then until then, and of incidents that reached nobody. */
  List<Figures> figures(Tx tx, Instant from, Instant to) {
    List<Figures> figures = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(FIGURES).execute(tuple(time(from), time(to))).await()) {
      Integer objective = row.getInteger("objective");
      int accepted = row.getInteger("accepted");
      int dead = row.getInteger("dead");
      int within = row.getInteger("within");
      figures.add(
          new Figures(
              Severity.of(row.getInteger("urgency")),
              row.getString("channel"),
              objective,
              row.getInteger("pages"),
              accepted,
              objective == null ? null : within,
              objective == null || accepted + dead == 0
                  ? null
                  : (double) within / (accepted + dead),
              row.getDouble("p50"),
              row.getDouble("p95"),
              row.getDouble("p99"),
              dead,
              row.getInteger("cancelled"),
              row.getInteger("folded"),
              row.getInteger("waiting")));
    }
    figures.addAll(unreached(tx, from, to));
    figures.sort(Comparator.comparing(Figures::severity));
    return figures;
  }
}
