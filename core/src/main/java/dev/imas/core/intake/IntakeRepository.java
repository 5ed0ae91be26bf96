package dev.imas.core.intake;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What intake alone reads and writes, for many alerts at a time. */
final class IntakeRepository {

  private static final String ALERTS =
      """
      SELECT a.fingerprint, a.name, coalesce(s.name, 'unknown') AS source, a.labels, a.annotations, a.details,
             a.sender_starts_at
        FROM alert a
        LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
       WHERE a.fingerprint = ANY ($1)\
      """;

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
    return new AlertFacts(
        row.getUUID("fingerprint"),
        row.getString("name"),
        row.getString("source"),
        Json.readTexts(row.getString("labels")),
        Json.readTexts(row.getString("annotations")),
        Json.readTexts(row.getString("details")).get("generator_url"),
        instantOrNull(row, "sender_starts_at"));
  }

  private static final String PROGRESS =
      "SELECT fingerprint, applied_seq, incident_id FROM alert_progress WHERE fingerprint = ANY"
          + " ($1)";

  Future<Map<UUID, Progress>> progress(Tx tx, Collection<UUID> fingerprints) {
    return tx.connection()
        .preparedQuery(PROGRESS)
        .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Progress> progress = new HashMap<>();
              for (Row row : rows) {
                UUID fingerprint = row.getUUID("fingerprint");
                progress.put(
                    fingerprint,
                    new Progress(
                        fingerprint, row.getInteger("applied_seq"), row.getUUID("incident_id")));
              }
              return progress;
            });
  }

  /** Transitions of an alert that lie between what is applied and what was claimed. */
  record Gap(UUID fingerprint, int after, int before) {}

  private static final String MISSING =
      """
      SELECT t.fingerprint, t.seq, t.kind, t.severity, t.service_id, t.received_at, t.starts_at, t.decision, t.group_key
        FROM unnest($1::uuid[], $2::int[], $3::int[]) AS g(fingerprint, after, before)
        JOIN transition t ON t.fingerprint = g.fingerprint AND t.seq > g.after AND t.seq < g.before\
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

  private static final String INCIDENTS_OF_GROUPS =
      """
      SELECT i.id FROM incident i WHERE i.group_key = ANY ($1) AND i.status <> 'RESOLVED'
       UNION ALL
      SELECT r.id
        FROM unnest($1::text[]) AS g(key)
       CROSS JOIN LATERAL (SELECT i.id FROM incident i
                            WHERE i.group_key = g.key AND i.status = 'RESOLVED'
                            ORDER BY i.created_at DESC LIMIT 1) AS r\
      """;

  /** Of each group the open incident and the last resolved one, where there are such. */
  Future<Set<UUID>> incidentsOf(Tx tx, Collection<String> groupKeys) {
    return tx.connection()
        .preparedQuery(INCIDENTS_OF_GROUPS)
        .execute(tuple((Object) groupKeys.toArray(String[]::new)))
        .map(
            rows -> {
              Set<UUID> ids = new HashSet<>();
              rows.forEach(row -> ids.add(row.getUUID("id")));
              return ids;
            });
  }

  private static final String LINKS =
      """
      SELECT a.incident_id, a.fingerprint, a.firing
        FROM unnest($1::uuid[], $2::uuid[]) AS p(incident_id, fingerprint)
        JOIN incident_alert a ON a.incident_id = p.incident_id AND a.fingerprint = p.fingerprint\
      """;

  Future<Map<Link, Boolean>> links(Tx tx, Collection<Link> pairs) {
    if (pairs.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<Link> list = List.copyOf(pairs);
    return tx.connection()
        .preparedQuery(LINKS)
        .execute(
            tuple(
                column(list, Link::incidentId, UUID[]::new),
                column(list, Link::fingerprint, UUID[]::new)))
        .map(
            rows -> {
              Map<Link, Boolean> links = new HashMap<>();
              for (Row row : rows) {
                links.put(
                    new Link(row.getUUID("incident_id"), row.getUUID("fingerprint")),
                    row.getBoolean("firing"));
              }
              return links;
            });
  }

  private static final String SAVE_LINKS =
      """
      INSERT INTO incident_alert AS a (tenant_id, incident_id, fingerprint, firing, attached_at, recovered_at)
      SELECT current_tenant(), n.incident_id, n.fingerprint, n.firing, $4::timestamptz,
             CASE WHEN NOT n.firing THEN $4::timestamptz END
        FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS n(incident_id, fingerprint, firing)
      ON CONFLICT (tenant_id, incident_id, fingerprint) DO UPDATE
         SET firing = excluded.firing,
             recovered_at = CASE WHEN excluded.firing THEN NULL ELSE excluded.recovered_at END\
      """;

  Future<Void> saveLinks(Tx tx, Map<Link, Boolean> links, Instant at) {
    if (links.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Map.Entry<Link, Boolean>> n = List.copyOf(links.entrySet());
    return tx.connection()
        .preparedQuery(SAVE_LINKS)
        .execute(
            tuple(
                column(n, e -> e.getKey().incidentId(), UUID[]::new),
                column(n, e -> e.getKey().fingerprint(), UUID[]::new),
                column(n, Map.Entry::getValue, Boolean[]::new),
                times(List.of(at), i -> i)[0]))
        .mapEmpty();
  }

  private static final String SAVE_PROGRESS =
      """
      INSERT INTO alert_progress AS p (tenant_id, fingerprint, applied_seq, incident_id)
      SELECT current_tenant(), n.fingerprint, n.applied_seq, n.incident_id
        FROM unnest($1::uuid[], $2::int[], $3::uuid[]) AS n(fingerprint, applied_seq, incident_id)
      ON CONFLICT (tenant_id, fingerprint) DO UPDATE
         SET applied_seq = excluded.applied_seq, incident_id = excluded.incident_id\
      """;

  Future<Void> saveProgress(Tx tx, List<Progress> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(SAVE_PROGRESS)
        .execute(
            tuple(
                column(n, Progress::fingerprint, UUID[]::new),
                column(n, Progress::appliedSeq, Integer[]::new),
                column(n, Progress::incidentId, UUID[]::new)))
        .mapEmpty();
  }
}
