package dev.imas.core.alert;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.ListRange.Page;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TestSpace;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Origin;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads alerts. */
public final class AlertRepository {

  private static String found(AlertSort sort) {
    return """
    SELECT a.fingerprint, a.name, a.status, a.severity, a.labels, a.annotations, a.details, a.fire_count, a.created_at,
           a.first_seen, a.last_seen, a.starts_at, a.ends_at, a.resolved_at, a.episode, a.rule_set_version, a.group_key,
           a.source_id, so.name AS source_name, a.service_id, se.name AS service_name, p.number,
           i.id AS incident_id, i.short_id, i.status AS incident_status, %s AS reasons, %s
      FROM alert a
      LEFT JOIN source so ON so.tenant_id = a.tenant_id AND so.id = a.source_id
      LEFT JOIN service se ON se.tenant_id = a.tenant_id AND se.id = a.service_id
      LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
      LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
    %s   AND %s
     ORDER BY %s
     LIMIT $17\
    """
        .formatted(
            SuppressedBy.REASONS_OF,
            sort.keyColumns(),
            AlertFilter.WHERE,
            sort.after(14),
            sort.order("a"));
  }

  /** The most bytes of texts on a page, unless a single alert has more. */
  static final int PAGE_BYTES = 2 << 20;

  // octet_length gets a text's length without reading the text.
  static String list(AlertSort sort) {
    return """
    SELECT m.*
      FROM (SELECT n.*,
                   sum(octet_length(n.labels) + octet_length(n.annotations) + octet_length(n.details)) OVER page AS bytes,
                   row_number() OVER page AS place,
                   lead(true, 1, false) OVER page AS has_next
              FROM (%s) AS n
            WINDOW page AS (ORDER BY %s ROWS UNBOUNDED PRECEDING)) AS m
     WHERE m.place < $17 AND (m.place = 1 OR m.bytes <= %d)
     ORDER BY %s\
    """
        .formatted(found(sort), sort.order("n"), PAGE_BYTES, sort.order("m"));
  }

  private static final Map<AlertSort, String> LISTS =
      Arrays.stream(AlertSort.values())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), AlertRepository::list));

  /** Newest first, by when the alert was first seen. */
  public Future<Page<AlertView>> list(Tx tx, AlertFilter filter, ListRange paging) {
    return list(tx, filter, AlertSort.NEWEST, paging);
  }

  /** A page ends early, with a next page, before its texts use too much memory. */
  Future<Page<AlertView>> list(Tx tx, AlertFilter filter, AlertSort sort, ListRange paging) {
    return tx.connection()
        .preparedQuery(Objects.requireNonNull(LISTS.get(sort)))
        .execute(parameters(filter, sort, paging))
        .map(rows -> page(sort, rows));
  }

  /** The parameters of {@link AlertFilter#WHERE}. */
  static Tuple filtered(AlertFilter filter) {
    LabelTests labels = filter.labels();
    return tuple(
        filter.statuses(),
        filter.severities(),
        filter.service(),
        filter.name(),
        filter.incident(),
        filter.fingerprint(),
        labels.equalJson(),
        column(labels.others(), LabelTests.Test::name, String[]::new),
        column(labels.others(), LabelTests.Test::valuesJson, String[]::new),
        column(labels.others(), LabelTests.Test::not, Boolean[]::new),
        filter.team(),
        filter.numbers(),
        filter.hidden());
  }

  /** Those of the filter, the key of the page before, and how many to read. */
  static Tuple parameters(AlertFilter filter, AlertSort sort, ListRange paging) {
    AlertSort.Key after = paging.key(text -> AlertSort.Key.parse(sort, text));
    return filtered(filter)
        .addValue(after == null ? null : after.before())
        .addValue(timeOrNull(after == null ? null : after.time().at()))
        .addValue(after == null ? null : after.time().id())
        .addValue(paging.fetch());
  }

  public Future<Optional<AlertView>> find(Tx tx, Fingerprint fingerprint) {
    AlertFilter one = AlertFilter.ofFingerprint(fingerprint.toUuid());
    return list(tx, one, new ListRange(1, null)).map(page -> page.items().stream().findFirst());
  }

  private static Page<AlertView> page(AlertSort sort, RowSet<Row> rows) {
    List<AlertView> views = new ArrayList<>();
    String last = "";
    boolean hasNext = false;
    for (Row row : rows) {
      views.add(view(row));
      last = key(sort, row);
      hasNext = row.getBoolean("has_next");
    }
    String next = last;
    return Page.of(views, hasNext, alert -> next);
  }

  /** The key after which the next page starts. */
  static String key(AlertSort sort, Row row) {
    return new AlertSort.Key(
            sort,
            row.getString("key_before"),
            new TimeKey(instant(row, "key_time"), row.getUUID("fingerprint")))
        .toString();
  }

  private static AlertView view(Row row) {
    UUID incident = row.getUUID("incident_id");
    AlertView.Status status = AlertView.Status.of(row.getInteger("status"));
    return new AlertView(
        Fingerprint.of(row.getUUID("fingerprint")),
        row.getString("name"),
        status,
        Severity.of(row.getInteger("severity")),
        row.getString("labels"),
        row.getString("annotations"),
        row.getString("details"),
        row.getLong("fire_count"),
        instant(row, "first_seen"),
        instant(row, "last_seen"),
        instant(row, "starts_at"),
        instantOrNull(row, "ends_at"),
        instantOrNull(row, "resolved_at"),
        row.getInteger("episode"),
        new AlertView.Named(row.getUUID("source_id"), row.getString("source_name")),
        new AlertView.Named(row.getUUID("service_id"), row.getString("service_name")),
        incident == null ? null : new AlertView.Incident(incident, row.getString("short_id")),
        row.getInteger("rule_set_version"),
        row.getString("group_key"),
        instant(row, "created_at"),
        row.getLong("number"),
        SuppressedBy.of(
            status, incident, row.getString("incident_status"), row.getString("reasons")),
        TestSpace.isKey(row.getString("group_key")));
  }

  private static final String ROUTED_AS =
      """
      SELECT a.rule_index, a.decision, a.last_receipt, a.source_id, s.name AS source_name, s.type AS source_type,
             s.default_severity, i.group_key AS incident_group
        FROM alert a
        LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
        LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
       WHERE a.fingerprint = $1\
      """;

  /**
   * How an alert's current episode was routed, as stored.
   *
   * @param sourceDefault the source's current default severity; null if the source is gone
   * @param origin its source today
   * @param incidentGroup the group key of its incident; it differs from the alert's own if new
   *     groups were gathered
   */
  public record RoutedAs(
      int ruleIndex,
      int decision,
      UUID lastReceipt,
      @Nullable Severity sourceDefault,
      Origin origin,
      @Nullable String incidentGroup) {}

  public Future<Optional<RoutedAs>> routedAs(Tx tx, Fingerprint fingerprint) {
    return tx.connection()
        .preparedQuery(ROUTED_AS)
        .execute(tuple(fingerprint.toUuid()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              Integer severity = row.getInteger("default_severity");
              return Optional.of(
                  new RoutedAs(
                      row.getInteger("rule_index"),
                      row.getInteger("decision"),
                      row.getUUID("last_receipt"),
                      severity == null ? null : Severity.of(severity),
                      Origin.of(
                          row.getUUID("source_id"),
                          row.getString("source_name"),
                          row.getString("source_type")),
                      row.getString("incident_group")));
            });
  }

  private static final String TRANSITIONS =
      """
      SELECT t.seq, t.kind, t.episode, t.severity, t.prior_severity, t.at, t.received_at, t.starts_at, t.receipt,
             t.rule_set_version, t.group_key
        FROM journal t
       WHERE t.fingerprint = $1
       ORDER BY t.seq DESC
       LIMIT $2\
      """;

  /** The alert's transitions, newest first. */
  public Future<List<TransitionView>> transitions(Tx tx, Fingerprint fingerprint, int limit) {
    return tx.connection()
        .preparedQuery(TRANSITIONS)
        .execute(tuple(fingerprint.toUuid(), limit))
        .map(
            rows -> {
              List<TransitionView> views = new ArrayList<>();
              rows.forEach(row -> views.add(TransitionView.of(row)));
              return views;
            });
  }
}
