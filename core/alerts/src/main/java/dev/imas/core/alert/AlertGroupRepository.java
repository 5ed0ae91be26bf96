package dev.imas.core.alert;

import static dev.imas.core.platform.Rows.instantOrNull;

import dev.imas.core.alert.AlertGroups.Group;
import dev.imas.core.alert.AlertGroups.Others;
import dev.imas.core.alert.AlertGroups.Tally;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts alerts by up to three things at once. It reads all rows that match its filter. */
final class AlertGroupRepository {

  static final int MOST_KEYS = 3;

  /** What a group is counted in, from rows that each are a count already. */
  private static final String SUMS =
      """
      sum(p.total)::bigint AS total, sum(p.firing)::bigint AS firing, sum(p.resolved)::bigint AS resolved,
             sum(p.suppressed)::bigint AS suppressed, sum(p.hidden)::bigint AS hidden,
             sum(p.sev1)::bigint AS sev1, sum(p.sev2)::bigint AS sev2, sum(p.sev3)::bigint AS sev3,
             sum(p.sev4)::bigint AS sev4, min(p.oldest) AS oldest, max(p.newest) AS newest\
      """;

  static final String GROUPS =
      """
      WITH counted AS (
        SELECT %1$s AS key1, %2$s AS key2, %3$s AS key3, count(*) AS total,
               count(*) FILTER (WHERE a.status = status_firing()) AS firing,
               count(*) FILTER (WHERE a.status = status_resolved()) AS resolved,
               count(*) FILTER (WHERE a.status = status_suppressed()) AS suppressed,
               count(*) FILTER (WHERE %4$s) AS hidden,
               count(*) FILTER (WHERE a.status = status_firing() AND a.severity = 1) AS sev1,
               count(*) FILTER (WHERE a.status = status_firing() AND a.severity = 2) AS sev2,
               count(*) FILTER (WHERE a.status = status_firing() AND a.severity = 3) AS sev3,
               count(*) FILTER (WHERE a.status = status_firing() AND a.severity = 4) AS sev4,
               min(a.severity::smallint) FILTER (WHERE a.status = status_firing()) AS worst,
               min(a.first_seen) FILTER (WHERE a.status = status_firing()) AS oldest,
               max(a.first_seen) FILTER (WHERE a.status = status_firing()) AS newest
          FROM alert_state a
      %5$s%6$s
         GROUP BY 1, 2, 3),
      placed AS (
        SELECT c.*,
               least(row_number() OVER (ORDER BY c.worst, c.firing DESC, c.total DESC, c.key1, c.key2, c.key3), $20::bigint + 1)
                 AS place
          FROM counted c)
      SELECT p.place, min(p.key1) AS key1, min(p.key2) AS key2, min(p.key3) AS key3, count(*) AS groups,
             %7$s
        FROM placed p
       GROUP BY p.place
       ORDER BY p.place\
      """
          .formatted(
              CountedBy.value(14, "a.labels::jsonb"),
              CountedBy.value(16, "a.labels::jsonb"),
              CountedBy.value(18, "a.labels::jsonb"),
              SuppressedBy.IS_HIDDEN,
              CountedBy.JOINS,
              AlertFilter.WHERE,
              SUMS);

  /**
   * @param by one to three
   * @param limit the most groups; the rest is told as one
   */
  Future<AlertGroups> groups(Tx tx, AlertFilter filter, List<CountedBy> by, int limit) {
    Tuple parameters = AlertRepository.filtered(filter);
    for (int n = 0; n < MOST_KEYS; n++) {
      parameters.addValue(n < by.size() ? by.get(n).kind().word() : null);
      parameters.addValue(n < by.size() ? by.get(n).label() : null);
    }
    return tx.connection()
        .preparedQuery(GROUPS)
        .execute(parameters.addValue((long) limit))
        .map(
            rows -> {
              List<Group> groups = new ArrayList<>();
              Others others = new Others(0, Tally.NONE);
              for (Row row : rows) {
                if (row.getLong("place") > limit) {
                  others = new Others(row.getLong("groups"), tally(row));
                } else {
                  groups.add(new Group(values(row, by), tally(row)));
                }
              }
              return new AlertGroups(by.stream().map(CountedBy::text).toList(), groups, others);
            });
  }

  private static List<@Nullable String> values(Row row, List<CountedBy> by) {
    List<@Nullable String> values = new ArrayList<>();
    for (int n = 0; n < by.size(); n++) {
      values.add(by.get(n).shown(row.getString("key" + (n + 1))));
    }
    return values;
  }

  private static Tally tally(Row row) {
    Map<Severity, Long> firing = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      firing.put(severity, row.getLong("sev" + severity.number()));
    }
    return new Tally(
        row.getLong("total"),
        row.getLong("firing"),
        row.getLong("resolved"),
        row.getLong("suppressed"),
        row.getLong("hidden"),
        firing,
        instantOrNull(row, "oldest"),
        instantOrNull(row, "newest"));
  }
}
