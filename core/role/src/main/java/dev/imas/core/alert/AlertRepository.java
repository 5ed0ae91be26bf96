package dev.imas.core.alert;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads alerts. */
public final class AlertRepository {

  /** A filter; with only nulls it matches every alert. */
  public record Filter(
      Short @Nullable [] statuses,
      Short @Nullable [] severities,
      @Nullable UUID service,
      @Nullable String name,
      @Nullable LabelTests tests,
      @Nullable UUID incident,
      @Nullable UUID fingerprint) {

    Filter withLabels(LabelTests labels) {
      return new Filter(statuses, severities, service, name, labels, incident, fingerprint);
    }

    Filter ofService(UUID id) {
      return new Filter(statuses, severities, id, name, tests, incident, fingerprint);
    }

    Filter ofIncident(@Nullable UUID id) {
      return new Filter(statuses, severities, service, name, tests, id, fingerprint);
    }

    LabelTests labels() {
      return tests == null ? LabelTests.NONE : tests;
    }
  }

  // There is no index on labels, since every alert would have to write it. The tests of labels read
  // each row that the other conditions leave. LabelSearch limits the cost.
  static final String WHERE =
      """
       WHERE ($1::smallint[] IS NULL OR a.status = ANY ($1))
         AND ($2::smallint[] IS NULL OR a.severity = ANY ($2))
         AND ($3::uuid IS NULL OR a.service_id = $3)
         AND ($4::text IS NULL OR a.name = $4)
         AND ($5::uuid IS NULL OR a.fingerprint = ANY (ARRAY (
                                    SELECT x.fingerprint FROM incident_alert x WHERE x.incident_id = $5)))
         AND ($6::uuid IS NULL OR a.fingerprint = $6)
         AND ($7::text IS NULL OR a.labels::jsonb @> $7::text::jsonb)
      """
          + tests();

  /**
   * One condition for each test, since a sub-select would copy every list of values for every row.
   * A custom plan drops the conditions of tests that are not set.
   */
  private static String tests() {
    String one =
        """
               AND (($8::text[])[%1$d] IS NULL
                    OR ($9::text[])[%1$d]::jsonb ? coalesce(a.labels::jsonb ->> ($8::text[])[%1$d], '')
                       <> ($10::boolean[])[%1$d])
        """;
    return IntStream.rangeClosed(1, LabelQuery.MOST_MATCHERS)
        .mapToObj(one::formatted)
        .collect(Collectors.joining());
  }

  private static final String NEWEST =
      """
      SELECT a.fingerprint, a.name, a.status, a.severity, a.labels, a.annotations, a.details, a.fire_count, a.created_at,
             a.first_seen, a.last_seen, a.starts_at, a.ends_at, a.resolved_at, a.episode, a.rule_set_version, a.group_key,
             a.source_id, so.name AS source_name, a.service_id, se.name AS service_name,
             i.id AS incident_id, i.short_id
        FROM alert a
        LEFT JOIN source so ON so.tenant_id = a.tenant_id AND so.id = a.source_id
        LEFT JOIN service se ON se.tenant_id = a.tenant_id AND se.id = a.service_id
        LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
      """
          + WHERE
          + """
             AND ($11::timestamptz IS NULL OR (a.created_at, a.fingerprint) < ($11, $12::uuid))
           ORDER BY a.created_at DESC, a.fingerprint DESC
           LIMIT $13\
          """;

  /** The most bytes of texts on a page, unless a single alert has more. */
  static final int PAGE_BYTES = 2 << 20;

  // octet_length gets a text's length without reading the text.
  static final String LIST =
      """
      SELECT m.*
        FROM (SELECT n.*,
                     sum(octet_length(n.labels) + octet_length(n.annotations) + octet_length(n.details)) OVER page AS bytes,
                     row_number() OVER page AS place,
                     lead(true, 1, false) OVER page AS has_next
                FROM (%s) AS n
              WINDOW page AS (ORDER BY n.created_at DESC, n.fingerprint DESC ROWS UNBOUNDED PRECEDING)) AS m
       WHERE m.place < $13 AND (m.place = 1 OR m.bytes <= %d)
       ORDER BY m.created_at DESC, m.fingerprint DESC\
      """
          .formatted(NEWEST, PAGE_BYTES);

  /**
   * Newest first, by when the alert was first seen. A page ends early, with a next page, before its
   * texts use too much memory.
   */
  public Future<Page<AlertView>> list(Tx tx, Filter filter, Paging paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            parameters(filter)
                .addValue(timeOrNull(after == null ? null : after.at()))
                .addValue(after == null ? null : after.id())
                .addValue(paging.fetch()))
        .map(AlertRepository::page);
  }

  static Tuple parameters(Filter filter) {
    return tuple(
        filter.statuses(),
        filter.severities(),
        filter.service(),
        filter.name(),
        filter.incident(),
        filter.fingerprint(),
        filter.labels().equalJson(),
        column(filter.labels().others(), LabelTests.Test::name, String[]::new),
        column(filter.labels().others(), LabelTests.Test::valuesJson, String[]::new),
        column(filter.labels().others(), LabelTests.Test::not, Boolean[]::new));
  }

  public Future<Optional<AlertView>> find(Tx tx, Fingerprint fingerprint) {
    Filter one = new Filter(null, null, null, null, null, null, fingerprint.toUuid());
    return list(tx, one, new Paging(1, null)).map(page -> page.items().stream().findFirst());
  }

  private static Page<AlertView> page(RowSet<Row> rows) {
    List<AlertView> views = new ArrayList<>();
    boolean hasNext = false;
    for (Row row : rows) {
      views.add(view(row));
      hasNext = row.getBoolean("has_next");
    }
    return Page.of(
        views,
        hasNext,
        alert -> new TimeKey(alert.createdAt(), alert.fingerprint().toUuid()).toString());
  }

  private static AlertView view(Row row) {
    UUID incident = row.getUUID("incident_id");
    return new AlertView(
        Fingerprint.of(row.getUUID("fingerprint")),
        row.getString("name"),
        AlertView.Status.values()[row.getInteger("status") - 1],
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
        instant(row, "created_at"));
  }

  private static final String ROUTED_AS =
      """
      SELECT a.rule_index, a.decision, a.last_receipt, s.default_severity, i.group_key AS incident_group
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
   * @param incidentGroup the group key of its incident; it differs from the alert's own if new
   *     groups were gathered
   */
  public record RoutedAs(
      int ruleIndex,
      int decision,
      UUID lastReceipt,
      @Nullable Severity sourceDefault,
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
