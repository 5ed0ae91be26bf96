package dev.imas.core.alert;

import static dev.imas.core.alert.AlertFilter.WHERE;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Total;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads alerts as slim rows, thousands at a time, and how many there are. */
final class AlertRowRepository {

  /** The most rows of a page. */
  static final int LARGEST_LIMIT = 10_000;

  /** The most labels that a page has columns of. */
  static final int MOST_COLUMNS = 5;

  /** The most characters of a name or a label in a row; the alert itself has the rest. */
  static final int LONGEST = 200;

  // The limit comes before the joins, which are made for the rows of the page alone.
  static String rows(AlertSort sort) {
    return """
    SELECT a.*, p.number, i.short_id, i.status AS incident_status, se.name AS service_name, t.name AS team_name,
           h.reasons
      FROM (SELECT a.tenant_id, a.fingerprint, a.created_at, a.first_seen, a.status, a.severity, a.seq, a.service_id,
                   left(a.name, %1$d) AS name, extract(epoch FROM a.first_seen)::bigint AS since,
                   CASE WHEN cardinality($18::text[]) > 0 THEN ARRAY (
                          SELECT left(l.o ->> c.label, %1$d)
                            FROM (SELECT a.labels::jsonb AS o OFFSET 0) AS l,
                                 unnest($18::text[]) WITH ORDINALITY AS c(label, place)
                           ORDER BY c.place) END AS labels,
                   %2$s
              FROM alert_state a
            %3$s   AND %4$s
             ORDER BY %5$s
             LIMIT $17) AS a
      LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
      LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
      LEFT JOIN hidden_alert h ON h.tenant_id = a.tenant_id AND h.fingerprint = a.fingerprint
      LEFT JOIN service se ON se.tenant_id = a.tenant_id AND se.id = a.service_id
      LEFT JOIN team t ON t.tenant_id = se.tenant_id AND t.id = se.owner_team_id
     ORDER BY %5$s\
    """
        .formatted(LONGEST, sort.keyColumns(), WHERE, sort.after(14), sort.order("a"));
  }

  private static final Map<AlertSort, String> STATEMENTS =
      Arrays.stream(AlertSort.values())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), AlertRowRepository::rows));

  static final String TOTAL =
      """
      SELECT count(*) AS found FROM (SELECT FROM alert_state a
      """
          + WHERE
          + " LIMIT $14) AS counted";

  /** How many alerts match, counted up to a bound. */
  Future<Total> total(Tx tx, AlertFilter filter) {
    return tx.connection()
        .preparedQuery(TOTAL)
        .execute(AlertRepository.filtered(filter).addValue(Total.LOOKED_AT))
        .map(rows -> Total.of(rows.iterator().next().getLong("found")));
  }

  /**
   * @param labels of which the rows have columns
   */
  Future<AlertRows> list(
      Tx tx, AlertFilter filter, AlertSort sort, ListRange paging, List<String> labels) {
    return tx.connection()
        .preparedQuery(Objects.requireNonNull(STATEMENTS.get(sort)))
        .execute(
            AlertRepository.parameters(filter, sort, paging)
                .addValue(labels.toArray(String[]::new)))
        .compose(found -> page(tx, found, filter, sort, paging, labels));
  }

  private Future<AlertRows> page(
      Tx tx,
      RowSet<Row> found,
      AlertFilter filter,
      AlertSort sort,
      ListRange paging,
      List<String> labels) {
    List<AlertRows.Row> rows = new ArrayList<>(found.size());
    Map<UUID, AlertRows.Service> services = new HashMap<>();
    int left = paging.limit();
    int pending = 0;
    @Nullable Row last = null;
    for (Row row : found) {
      if (left-- == 0) {
        break;
      }
      last = row;
      if (row.getLong("number") == null) {
        pending++;
      } else {
        rows.add(row(row, services));
      }
    }
    boolean hasNext = found.size() > paging.limit();
    String next =
        hasNext && last != null ? ListRange.encode(AlertRepository.key(sort, last)) : null;
    // The first page often has them all, or shows that there are more than are counted.
    boolean isCounted = paging.after() == null && (!hasNext || paging.limit() >= Total.MOST);
    int waiting = pending;
    return (isCounted ? Future.succeededFuture(Total.of(found.size())) : total(tx, filter))
        .map(total -> new AlertRows(AlertRows.columns(rows, labels), total, waiting, next));
  }

  private static AlertRows.Row row(Row row, Map<UUID, AlertRows.Service> services) {
    AlertView.Status status = AlertView.Status.of(row.getInteger("status"));
    String[] labels = row.getArrayOfStrings("labels");
    return new AlertRows.Row(
        row.getLong("number"),
        row.getInteger("seq"),
        row.getInteger("severity"),
        row.getLong("since"),
        status,
        row.getString("name"),
        services.computeIfAbsent(
            row.getUUID("service_id"),
            id ->
                new AlertRows.Service(
                    id, row.getString("service_name"), row.getString("team_name"))),
        row.getString("short_id"),
        SuppressedBy.of(status, null, row.getString("incident_status"), row.getString("reasons"))
            .stream()
            .map(SuppressedBy::kind)
            .toList(),
        labels == null ? new String[0] : labels);
  }
}
