package dev.imas.core.alert;

import dev.imas.core.alert.AlertFacets.Facet;
import dev.imas.core.alert.AlertFacets.Others;
import dev.imas.core.alert.AlertFacets.Value;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of several things at once. A facet leaves its own condition out of the filter,
 * so that one sees what else could be chosen. Facets with the same rest of the filter share a
 * statement, which reads all rows that match it, once.
 */
final class AlertFacetRepository {

  static final int MOST_FACETS = 8;

  /** The most values of a facet; the rest is told as one. */
  static final int MOST_VALUES = 100;

  /** The number of the first parameter after those of the filter. */
  private static final int FIRST = AlertFilter.PARAMETERS + 1;

  static final String FACETS =
      """
      WITH counted AS (
        SELECT GROUPING(%1$s) AS sets, %2$s AS keys, count(*) AS alerts
          FROM (SELECT %3$s
                  FROM (SELECT a.*, a.labels::jsonb AS read FROM alert_state a
      %4$s
                        OFFSET 0) AS a
      %5$s) AS k
         GROUP BY GROUPING SETS (%6$s)),
      placed AS (
        SELECT c.*, least(row_number() OVER (PARTITION BY c.sets ORDER BY c.alerts DESC, c.keys), $%7$d::bigint + 1) AS place
          FROM counted c)
      SELECT p.sets, p.place, min(p.keys) AS value, count(*) AS many, sum(p.alerts)::bigint AS alerts
        FROM placed p
       GROUP BY p.sets, p.place
       ORDER BY p.sets, p.place\
      """
          .formatted(
              keys("key%d", ", "),
              "coalesce(" + keys("key%d", ", ") + ")",
              IntStream.range(0, MOST_FACETS)
                  .mapToObj(n -> CountedBy.value(FIRST + 2 * n, "a.read") + " AS key" + n)
                  .collect(Collectors.joining(",\n")),
              AlertFilter.WHERE,
              CountedBy.JOINS,
              keys("(key%d)", ", "),
              FIRST + 2 * MOST_FACETS);

  private static String keys(String form, String between) {
    return IntStream.range(0, MOST_FACETS)
        .mapToObj(form::formatted)
        .collect(Collectors.joining(between));
  }

  /**
   * @param by at most {@link #MOST_FACETS}
   * @return the facets in that order
   */
  AlertFacets facets(Tx tx, AlertFilter filter, List<CountedBy> by) {
    Map<AlertFilter, List<CountedBy>> shared = new LinkedHashMap<>();
    for (CountedBy one : by) {
      shared.computeIfAbsent(rest(filter, one), rest -> new ArrayList<>()).add(one);
    }
    Map<CountedBy, Facet> found = new HashMap<>();
    shared.forEach((rest, together) -> found.putAll(counted(tx, rest, together).await()));
    return new AlertFacets(by.stream().map(one -> Objects.requireNonNull(found.get(one))).toList());
  }

  /** The filter without its condition on what the facet shows. */
  static AlertFilter rest(AlertFilter filter, CountedBy by) {
    return switch (by.kind()) {
      case STATUS -> filter.withStatuses(null);
      case SEVERITY -> filter.withSeverities(null);
      case SERVICE -> filter.withService(null);
      case TEAM -> filter.withTeam(null);
      case NAME -> filter.withName(null);
      case INCIDENT -> filter.withIncident(null);
      case HIDDEN -> filter.withHidden(null);
      case LABEL -> filter.withLabels(filter.labels().without(Objects.requireNonNull(by.label())));
      case SOURCE -> filter;
    };
  }

  private static Future<Map<CountedBy, Facet>> counted(
      Tx tx, AlertFilter filter, List<CountedBy> by) {
    Tuple parameters = AlertRepository.filtered(filter);
    for (int n = 0; n < MOST_FACETS; n++) {
      parameters.addValue(n < by.size() ? by.get(n).kind().word() : null);
      parameters.addValue(n < by.size() ? by.get(n).label() : null);
    }
    return tx.connection()
        .preparedQuery(FACETS)
        .execute(parameters.addValue((long) MOST_VALUES))
        .map(
            rows -> {
              Map<CountedBy, Facet> facets = new HashMap<>();
              for (int n = 0; n < by.size(); n++) {
                facets.put(by.get(n), facet(by.get(n), set(n), rows));
              }
              return facets;
            });
  }

  /** What GROUPING says of rows that are grouped by that key: a bit for each of the others. */
  private static int set(int key) {
    int all = (1 << MOST_FACETS) - 1;
    return all & ~(1 << (MOST_FACETS - 1 - key));
  }

  private static Facet facet(CountedBy by, int set, RowSet<Row> rows) {
    List<Value> values = new ArrayList<>();
    Others others = Others.NONE;
    for (Row row : rows) {
      if (row.getInteger("sets") != set) {
        continue;
      }
      if (row.getLong("place") > MOST_VALUES) {
        others = new Others(row.getLong("many"), row.getLong("alerts"));
      } else {
        @Nullable String value = by.shown(row.getString("value"));
        values.add(new Value(value, row.getLong("alerts")));
      }
    }
    return new Facet(by.text(), values, others);
  }
}
