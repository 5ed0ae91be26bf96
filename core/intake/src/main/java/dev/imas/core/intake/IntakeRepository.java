package dev.imas.core.intake;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.ruleset.PastRoutingColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes what only intake needs, for many alerts at a time. */
final class IntakeRepository {

  private static final String ALERTS =
      """
      SELECT a.fingerprint, a.name, coalesce(s.name, 'unknown') AS source, a.labels, a.annotations, a.details,
             a.sender_starts_at, a.first_seen, %s
        FROM alert a
        LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
       WHERE a.fingerprint = ANY ($1)\
      """
          .formatted(PastRoutingColumns.OF_ALERT);

  Future<Map<UUID, AlertFacts>> alerts(Tx tx, Collection<UUID> fingerprints) {
    return tx.connection()
        .preparedQuery(ALERTS)
        .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, AlertFacts> alerts = new HashMap<>();
              rows.forEach(row -> alerts.put(row.getUUID("fingerprint"), facts(row)));
              return alerts;
            });
  }

  private static AlertFacts facts(Row row) {
    Map<String, String> details = Json.readTexts(row.getString("details"));
    return new AlertFacts(
        row.getUUID("fingerprint"),
        row.getString("name"),
        row.getString("source"),
        Json.readTexts(row.getString("labels")),
        Json.readTexts(row.getString("annotations")),
        details.get("generator_url"),
        instantOrNull(row, "sender_starts_at"),
        instant(row, "first_seen"),
        PastRoutingColumns.of(row),
        RuleActions.NONE,
        AlertFacts.unknownOf(details));
  }

  /** Transitions of an alert that lie between what is applied and what was claimed. */
  record Gap(UUID fingerprint, int after, int before) {}

  private static final String MISSING =
      """
      SELECT t.fingerprint, t.seq, t.kind, t.severity, t.service_id, t.received_at, t.starts_at, t.decision, t.group_key
        FROM unnest($1::uuid[], $2::int[], $3::int[]) AS g(fingerprint, after, before)
        JOIN journal t ON t.fingerprint = g.fingerprint AND t.seq > g.after AND t.seq < g.before\
      """;

  Future<List<Transition>> missing(Tx tx, List<Gap> gaps) {
    if (gaps.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return tx.connection()
        .preparedQuery(MISSING)
        .execute(
            tuple(
                column(gaps, Gap::fingerprint, UUID[]::new),
                column(gaps, Gap::after, Integer[]::new),
                column(gaps, Gap::before, Integer[]::new)))
        .map(
            rows -> {
              List<Transition> missing = new ArrayList<>();
              rows.forEach(row -> missing.add(OutboxRepository.transition(row)));
              return missing;
            });
  }

  // Reads only as many of the newest as the decision needs.
  private static final String OPENED_SINCE =
      """
      SELECT count(*) FILTER (WHERE severity <= 2) AS urgent, count(*) FILTER (WHERE severity > 2) AS other
        FROM (SELECT severity FROM incident
               WHERE created_at > $1 AND origin = 'alert' AND NOT is_test
               ORDER BY created_at DESC
               LIMIT $2) AS opened\
      """;

  /**
   * How many more incidents of each class may be opened, given those opened since then.
   *
   * @param rate the limit of each class
   */
  Future<OpeningAllowance> openedSince(Tx tx, Instant since, int rate) {
    return tx.connection()
        .preparedQuery(OPENED_SINCE)
        .execute(tuple(time(since), 2L * rate))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new OpeningAllowance(
                  (int) Math.max(0, rate - row.getLong("urgent")),
                  (int) Math.max(0, rate - row.getLong("other")));
            });
  }

  private static final String REOPENING =
      """
      SELECT i.id, o.reopen_window_seconds AS of_rule, o.reopen_rule, s.reopen_window_seconds AS of_service, s.name
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        LEFT JOIN incident_opening o ON o.tenant_id = i.tenant_id AND o.incident_id = i.id
       WHERE i.id = ANY ($1) AND (o.reopen_window_seconds IS NOT NULL OR s.reopen_window_seconds IS NOT NULL)\
      """;

  /** The windows of those of these incidents of which a rule or their service says one. */
  Future<Map<UUID, ReopenWindow>> reopening(Tx tx, Collection<UUID> resolved) {
    if (resolved.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(REOPENING)
        .execute(tuple((Object) resolved.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, ReopenWindow> windows = new HashMap<>();
              rows.forEach(row -> windows.put(row.getUUID("id"), window(row)));
              return windows;
            });
  }

  private static ReopenWindow window(Row row) {
    Integer ofRule = row.getInteger("of_rule");
    return ofRule == null
        ? ReopenWindow.ofService(
            Duration.ofSeconds(row.getInteger("of_service")), row.getString("name"))
        : new ReopenWindow(Duration.ofSeconds(ofRule), row.getString("reopen_rule"));
  }

  private static final String MEMBERS =
      """
      SELECT a.incident_id, a.fingerprint
        FROM unnest($1::uuid[], $2::uuid[]) AS p(incident_id, fingerprint)
        JOIN incident_alert a ON a.incident_id = p.incident_id AND a.fingerprint = p.fingerprint\
      """;

  /** The pairs that are members already. */
  Future<Set<Link>> members(Tx tx, Collection<Link> pairs) {
    if (pairs.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    List<Link> list = List.copyOf(pairs);
    return tx.connection()
        .preparedQuery(MEMBERS)
        .execute(
            tuple(
                column(list, Link::incidentId, UUID[]::new),
                column(list, Link::fingerprint, UUID[]::new)))
        .map(
            rows -> {
              Set<Link> members = new HashSet<>();
              rows.forEach(row -> members.add(new Link(row.getUUID(0), row.getUUID(1))));
              return members;
            });
  }

  // ON CONFLICT is not used here and below, since it looks up each row before the insert.
  private static final String ADD_MEMBERS =
      """
      INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
      SELECT (SELECT current_tenant()), n.incident_id, n.fingerprint, $3
        FROM unnest($1::uuid[], $2::uuid[]) AS n(incident_id, fingerprint)\
      """;

  /** Fails with a unique violation if another transaction has added one of them. */
  Future<Void> addMembers(Tx tx, Collection<Link> links, Instant at) {
    if (links.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Link> n = List.copyOf(links);
    return tx.connection()
        .preparedQuery(ADD_MEMBERS)
        .execute(
            tuple(
                column(n, Link::incidentId, UUID[]::new),
                column(n, Link::fingerprint, UUID[]::new),
                time(at)))
        .mapEmpty();
  }

  // No other transaction holds this row of alert_number, since a lane of a tenant is locked.
  private static final String BEGIN_PROGRESS =
      """
      WITH numbers AS (
        INSERT INTO alert_number AS a (tenant_id, lane, given)
        VALUES ((SELECT current_tenant()), $5::smallint, cardinality($1::uuid[]))
        ON CONFLICT (tenant_id, lane) DO UPDATE SET given = a.given + excluded.given
        RETURNING a.given)
      INSERT INTO alert_progress (tenant_id, fingerprint, incident_id, applied_seq, firing, number)
      SELECT (SELECT current_tenant()), n.fingerprint, n.incident_id, n.applied_seq, n.firing,
             3 * ((SELECT given FROM numbers) + 1 - n.place) + $5::smallint
        FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[])
             WITH ORDINALITY AS n(fingerprint, incident_id, applied_seq, firing, place)\
      """;

  private static final String MOVE_PROGRESS =
      """
      UPDATE alert_progress p
         SET applied_seq = n.applied_seq, incident_id = n.incident_id, firing = n.firing
        FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[], $5::int[], $6::uuid[])
          AS n(fingerprint, incident_id, applied_seq, firing, prior_seq, prior_incident)
       WHERE p.fingerprint = n.fingerprint AND p.applied_seq = n.prior_seq
         AND p.incident_id IS NOT DISTINCT FROM n.prior_incident\
      """;

  /**
   * @param lane whose turn it is: each gives numbers of its own to the alerts that it follows first
   * @param before the progress as it was read, by fingerprint
   * @return false if another transaction has advanced one of the alerts, or moved it to another
   *     incident: then this one must not commit. Fails with a unique violation if another
   *     transaction has processed its first change
   */
  Future<Boolean> saveProgress(
      Tx tx, OutboxLoop.Kind lane, List<AlertProgress> progress, Map<UUID, AlertProgress> before) {
    List<AlertProgress> first = new ArrayList<>();
    List<AlertProgress> next = new ArrayList<>();
    // Sorted, so that two transactions cannot deadlock.
    progress.stream()
        .sorted(Comparator.comparing(AlertProgress::fingerprint))
        .forEach(p -> (priorSeq(p, before) == 0 ? first : next).add(p));
    return Pipeline.join(
            List.of(
                execute(
                    tx, BEGIN_PROGRESS, first, columns(first).addValue((short) lane.priority())),
                execute(
                    tx,
                    MOVE_PROGRESS,
                    next,
                    columns(next)
                        .addValue(column(next, p -> priorSeq(p, before), Integer[]::new))
                        .addValue(column(next, p -> priorIncident(p, before), UUID[]::new)))))
        .map(stored -> stored.get(0) == first.size() && stored.get(1) == next.size());
  }

  private static int priorSeq(AlertProgress p, Map<UUID, AlertProgress> before) {
    AlertProgress known = before.get(p.fingerprint());
    return known == null ? 0 : known.appliedSeq();
  }

  private static @Nullable UUID priorIncident(AlertProgress p, Map<UUID, AlertProgress> before) {
    AlertProgress known = before.get(p.fingerprint());
    return known == null ? null : known.incidentId();
  }

  private static Tuple columns(List<AlertProgress> n) {
    return tuple(
        column(n, AlertProgress::fingerprint, UUID[]::new),
        column(n, AlertProgress::incidentId, UUID[]::new),
        column(n, AlertProgress::appliedSeq, Integer[]::new),
        column(n, AlertProgress::firing, Boolean[]::new));
  }

  private static Future<Integer> execute(Tx tx, String sql, List<?> rows, Tuple columns) {
    return rows.isEmpty()
        ? Future.succeededFuture(0)
        : tx.connection().preparedQuery(sql).execute(columns).map(RowSet::rowCount);
  }
}
