package dev.imas.core.alert;

import static dev.imas.core.alert.AlertRepository.WHERE;
import static dev.imas.core.alert.AlertRepository.parameters;

import dev.imas.core.alert.AlertCounts.Count;
import dev.imas.core.alert.AlertCounts.Group;
import dev.imas.core.alert.AlertCounts.Others;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts alerts and the values of their labels. Each query reads all rows that match its filter.
 */
final class AlertCountRepository {

  static final int MOST_GROUPS = 100;

  private static final String VALUES =
      """
      SELECT DISTINCT coalesce(a.labels::jsonb ->> $11::text, '') AS value
        FROM alert a
      """
          + WHERE
          + """
           LIMIT $12\
          """;

  /**
   * The distinct values of a label, at most {@code most}; an alert without the label has an empty
   * value.
   */
  Future<List<String>> labelValues(Tx tx, AlertRepository.Filter filter, String label, int most) {
    return tx.connection()
        .preparedQuery(VALUES)
        .execute(parameters(filter).addValue(label).addValue(most))
        .map(
            rows -> {
              List<String> values = new ArrayList<>(rows.size());
              rows.forEach(row -> values.add(row.getString("value")));
              return values;
            });
  }

  static final String COUNT =
      """
      SELECT count(*) AS total, count(*) FILTER (WHERE a.status = status_firing()) AS firing,
             count(*) FILTER (WHERE a.status = status_resolved()) AS resolved, count(*) FILTER (WHERE a.status = status_suppressed()) AS suppressed
        FROM alert a
      """
          + WHERE;

  Future<AlertCounts> count(Tx tx, AlertRepository.Filter filter) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(parameters(filter))
        .map(rows -> AlertCounts.of(count(rows.iterator().next())));
  }

  static final String COUNT_BY =
      """
      WITH counted AS (
        SELECT CASE $11::text WHEN 'service' THEN se.name
                       WHEN 'source' THEN so.name
                       WHEN 'severity' THEN a.severity::text
                       WHEN 'name' THEN a.name
                       ELSE nullif(a.labels::jsonb ->> $12::text, '') END AS value,
               count(*) AS total, count(*) FILTER (WHERE a.status = status_firing()) AS firing,
               count(*) FILTER (WHERE a.status = status_resolved()) AS resolved, count(*) FILTER (WHERE a.status = status_suppressed()) AS suppressed
          FROM alert a
          LEFT JOIN source so ON so.tenant_id = a.tenant_id AND so.id = a.source_id
          LEFT JOIN service se ON se.tenant_id = a.tenant_id AND se.id = a.service_id
      """
          + WHERE
          + """
             GROUP BY 1),
          placed AS (
            SELECT c.*, least(row_number() OVER (ORDER BY c.firing DESC, c.total DESC, c.value), $13::bigint + 1) AS place
              FROM counted c)
          SELECT p.place, min(p.value) AS value, count(*) AS groups, sum(p.total)::bigint AS total,
                 sum(p.firing)::bigint AS firing, sum(p.resolved)::bigint AS resolved, sum(p.suppressed)::bigint AS suppressed
            FROM placed p
           GROUP BY p.place
           ORDER BY p.place\
          """;

  /** The groups with the most firing alerts, and all others together. */
  Future<AlertCounts> countBy(Tx tx, AlertRepository.Filter filter, CountedBy by) {
    return tx.connection()
        .preparedQuery(COUNT_BY)
        .execute(
            parameters(filter)
                .addValue(by.kind().word())
                .addValue(by.label())
                .addValue((long) MOST_GROUPS))
        .map(
            rows -> {
              List<Group> groups = new ArrayList<>();
              Others others = new Others(0, Count.ZERO);
              for (Row row : rows) {
                if (row.getLong("place") > MOST_GROUPS) {
                  others = new Others(row.getLong("groups"), count(row));
                } else {
                  groups.add(new Group(shown(by, row.getString("value")), count(row)));
                }
              }
              return AlertCounts.of(groups, others);
            });
  }

  private static @Nullable String shown(CountedBy by, @Nullable String value) {
    return by.kind() == CountedBy.Kind.SEVERITY && value != null
        ? Severity.of(Integer.parseInt(value)).name()
        : value;
  }

  private static Count count(Row row) {
    return new Count(
        row.getLong("total"),
        row.getLong("firing"),
        row.getLong("resolved"),
        row.getLong("suppressed"));
  }
}
