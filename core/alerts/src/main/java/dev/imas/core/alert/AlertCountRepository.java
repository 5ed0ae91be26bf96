package dev.imas.core.alert;

import static dev.imas.core.alert.AlertFilter.WHERE;

import dev.imas.core.alert.AlertCounts.Count;
import dev.imas.core.alert.AlertCounts.Group;
import dev.imas.core.alert.AlertCounts.Others;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts alerts and the values of their labels. Each query reads all rows that match its filter.
 */
final class AlertCountRepository {

  static final int MOST_GROUPS = 100;

  private static final String VALUES =
      """
      SELECT DISTINCT coalesce(a.labels::jsonb ->> $14::text, '') AS value
        FROM alert a
      """
          + WHERE
          + """
           LIMIT $15\
          """;

  /**
   * The distinct values of a label, at most {@code most}; an alert without the label has an empty
   * value.
   */
  Future<List<String>> labelValues(Tx tx, AlertFilter filter, String label, int most) {
    return tx.connection()
        .preparedQuery(VALUES)
        .execute(AlertRepository.filtered(filter).addValue(label).addValue(most))
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

  Future<AlertCounts> count(Tx tx, AlertFilter filter) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(AlertRepository.filtered(filter))
        .map(rows -> AlertCounts.of(count(rows.iterator().next())));
  }

  static final String COUNT_BY =
      """
      WITH counted AS (
        SELECT %s AS value,
               count(*) AS total, count(*) FILTER (WHERE a.status = status_firing()) AS firing,
               count(*) FILTER (WHERE a.status = status_resolved()) AS resolved, count(*) FILTER (WHERE a.status = status_suppressed()) AS suppressed
          FROM alert a
      %s%s
         GROUP BY 1),
      placed AS (
        SELECT c.*, least(row_number() OVER (ORDER BY c.firing DESC, c.total DESC, c.value), $16::bigint + 1) AS place
          FROM counted c)
      SELECT p.place, min(p.value) AS value, count(*) AS groups, sum(p.total)::bigint AS total,
             sum(p.firing)::bigint AS firing, sum(p.resolved)::bigint AS resolved, sum(p.suppressed)::bigint AS suppressed
        FROM placed p
       GROUP BY p.place
       ORDER BY p.place\
      """
          .formatted(CountedBy.value(14, "a.labels::jsonb"), CountedBy.JOINS, WHERE);

  /** The groups with the most firing alerts, and all others together. */
  Future<AlertCounts> countBy(Tx tx, AlertFilter filter, CountedBy by) {
    return tx.connection()
        .preparedQuery(COUNT_BY)
        .execute(
            AlertRepository.filtered(filter)
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
                  groups.add(new Group(by.shown(row.getString("value")), count(row)));
                }
              }
              return AlertCounts.of(groups, others);
            });
  }

  private static Count count(Row row) {
    return new Count(
        row.getLong("total"),
        row.getLong("firing"),
        row.getLong("resolved"),
        row.getLong("suppressed"));
  }
}
