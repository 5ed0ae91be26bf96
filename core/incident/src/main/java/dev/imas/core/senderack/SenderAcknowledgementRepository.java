package dev.imas.core.senderack;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads and writes what senders have acknowledged and noted. Only for virtual threads. */
final class SenderAcknowledgementRepository {

  Future<List<TenantId>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery("SELECT tenant_id FROM sender_action_tenants()")
        .execute()
        .map(
            rows -> {
              List<TenantId> tenants = new ArrayList<>();
              rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
              return tenants;
            });
  }

  // What lies further ahead was put off by a clock that was set back since: see
  // sender_action_tenants.
  private static final String CLAIM =
      """
      WITH a AS (
        SELECT id, fingerprint, source_id, author, received_at, withdraws, NULL::text AS note
          FROM sender_action
         WHERE not_before <= now() OR not_before > now() + interval '1 minute'
         ORDER BY id
         LIMIT $1
           FOR UPDATE SKIP LOCKED),
      n AS (
        SELECT id, fingerprint, source_id, author, received_at, false AS withdraws, note
          FROM sender_note
         WHERE not_before <= now() OR not_before > now() + interval '1 minute'
         ORDER BY id
         LIMIT $1
           FOR UPDATE SKIP LOCKED)
      SELECT p.id, p.fingerprint, coalesce(s.name, '') AS source, p.author, p.received_at, p.withdraws, p.note
        FROM (SELECT * FROM a UNION ALL SELECT * FROM n) AS p
        LEFT JOIN source s ON s.id = p.source_id
       ORDER BY p.id\
      """;

  /** The oldest that are due, locked until the transaction ends. */
  List<SenderPost> claim(Tx tx, int mostOfEachKind) {
    List<SenderPost> claimed = new ArrayList<>();
    for (Row row : query(tx, CLAIM, mostOfEachKind)) {
      claimed.add(post(row));
    }
    return claimed;
  }

  private static SenderPost post(Row row) {
    UUID id = row.getUUID("id");
    UUID fingerprint = row.getUUID("fingerprint");
    String source = row.getString("source");
    String author = row.getString("author");
    Instant receivedAt = instant(row, "received_at");
    String note = row.getString("note");
    return note == null
        ? new PostedAcknowledgement(
            id, fingerprint, source, author, receivedAt, row.getBoolean("withdraws"))
        : new PostedNote(id, fingerprint, source, author, note, receivedAt);
  }

  private static final String STANDING =
      """
      SELECT s.fingerprint, s.name, s.episode, s.seq, coalesce(p.applied_seq, 0) AS applied_seq,
             CASE WHEN p.firing THEN p.incident_id END AS incident_id, p.incident_id AS last_incident_id
        FROM alert_state s
        LEFT JOIN alert_progress p ON p.tenant_id = s.tenant_id AND p.fingerprint = s.fingerprint
       WHERE s.fingerprint = ANY ($1)\
      """;

  /** Those of the alerts that are known. */
  Map<UUID, AlertStanding> standing(Tx tx, Collection<UUID> fingerprints) {
    Map<UUID, AlertStanding> standing = new HashMap<>();
    for (Row row : query(tx, STANDING, (Object) fingerprints.toArray(UUID[]::new))) {
      UUID fingerprint = row.getUUID("fingerprint");
      standing.put(
          fingerprint,
          new AlertStanding(
              fingerprint,
              row.getString("name"),
              row.getInteger("episode"),
              row.getInteger("seq"),
              row.getInteger("applied_seq"),
              row.getUUID("incident_id"),
              row.getUUID("last_incident_id")));
    }
    return standing;
  }

  private static final String KEEP =
      """
      INSERT INTO alert_acknowledgement (tenant_id, fingerprint, incident_id, episode, source, author, at)
      SELECT DISTINCT ON (n.fingerprint) current_tenant(), n.fingerprint, n.incident_id, n.episode, n.source, n.author, n.at
        FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[])
          AS n(fingerprint, incident_id, episode, source, author, at)
       ORDER BY n.fingerprint, n.at DESC
      ON CONFLICT (tenant_id, fingerprint) DO UPDATE
         SET incident_id = excluded.incident_id, episode = excluded.episode, source = excluded.source,
             author = excluded.author, at = excluded.at, is_used = false\
      """;

  /**
   * @param acknowledged with the incident in which each fires
   */
  void keep(Tx tx, List<Acknowledged> acknowledged) {
    if (acknowledged.isEmpty()) {
      return;
    }
    query(
        tx,
        KEEP,
        column(acknowledged, a -> a.alert().fingerprint(), UUID[]::new),
        column(acknowledged, Acknowledged::incident, UUID[]::new),
        column(acknowledged, a -> a.alert().episode(), Integer[]::new),
        column(acknowledged, a -> a.by().source(), String[]::new),
        column(acknowledged, a -> a.by().author(), String[]::new),
        column(acknowledged, a -> time(a.by().receivedAt()), java.time.OffsetDateTime[]::new));
  }

  // What fires is counted by the incident, under whose lock this is asked.
  private static final String COMPLETE =
      """
      SELECT k.incident_id
        FROM alert_acknowledgement k
        JOIN alert_state s ON s.tenant_id = k.tenant_id AND s.fingerprint = k.fingerprint AND s.episode = k.episode
        JOIN alert_progress p ON p.tenant_id = k.tenant_id AND p.fingerprint = k.fingerprint
                             AND p.incident_id = k.incident_id AND p.firing
        JOIN incident i ON i.tenant_id = k.tenant_id AND i.id = k.incident_id AND i.status = 'TRIGGERED'
       WHERE NOT k.is_used
       GROUP BY k.incident_id, i.firing_count
      HAVING count(*) >= i.firing_count\
      """;

  /** Triggered incidents of which all firing alerts are acknowledged. */
  Set<UUID> complete(Tx tx) {
    Set<UUID> complete = new HashSet<>();
    query(tx, COMPLETE).forEach(row -> complete.add(row.getUUID("incident_id")));
    return complete;
  }

  private static final String LAST =
      """
      SELECT DISTINCT ON (incident_id) incident_id, fingerprint, source, author, at
        FROM alert_acknowledgement
       WHERE incident_id = ANY ($1) AND NOT is_used
       ORDER BY incident_id, at DESC\
      """;

  /** The last acknowledgement in each of the incidents. */
  Map<UUID, PostedAcknowledgement> last(Tx tx, Collection<UUID> incidents) {
    Map<UUID, PostedAcknowledgement> last = new HashMap<>();
    for (Row row : query(tx, LAST, (Object) incidents.toArray(UUID[]::new))) {
      UUID fingerprint = row.getUUID("fingerprint");
      last.put(
          row.getUUID("incident_id"),
          new PostedAcknowledgement(
              fingerprint,
              fingerprint,
              row.getString("source"),
              row.getString("author"),
              instant(row, "at"),
              false));
    }
    return last;
  }

  private static final String WITHDRAW =
      """
      DELETE FROM alert_acknowledgement
       WHERE fingerprint = ANY ($1)
      RETURNING incident_id, is_used\
      """;

  /**
   * Forgets the acknowledgements of alerts.
   *
   * @return the incidents that were acknowledged by them
   */
  Set<UUID> withdraw(Tx tx, Collection<UUID> fingerprints) {
    Set<UUID> incidents = new HashSet<>();
    if (!fingerprints.isEmpty()) {
      for (Row row : query(tx, WITHDRAW, (Object) fingerprints.toArray(UUID[]::new))) {
        if (row.getBoolean("is_used")) {
          incidents.add(row.getUUID("incident_id"));
        }
      }
    }
    return incidents;
  }

  /** What is left of them counts again, as soon as the others are acknowledged, too. */
  void useAgain(Tx tx, Collection<UUID> incidents) {
    if (!incidents.isEmpty()) {
      query(
          tx,
          "UPDATE alert_acknowledgement SET is_used = false WHERE incident_id = ANY ($1)",
          (Object) incidents.toArray(UUID[]::new));
    }
  }

  /** They have acknowledged their incident, and do not do it again. */
  void use(Tx tx, Collection<UUID> incidents) {
    query(
        tx,
        "UPDATE alert_acknowledgement SET is_used = true WHERE incident_id = ANY ($1)",
        (Object) incidents.toArray(UUID[]::new));
  }

  private static final String FORGET =
      """
      DELETE FROM alert_acknowledgement k
       WHERE NOT EXISTS (SELECT FROM alert_progress p
                          WHERE p.fingerprint = k.fingerprint AND p.incident_id = k.incident_id AND p.firing)
          OR NOT EXISTS (SELECT FROM alert_state s WHERE s.fingerprint = k.fingerprint AND s.episode = k.episode)\
      """;

  /** Those of alerts that have recovered, or fire for another reason by now. */
  void forgetPast(Tx tx) {
    query(tx, FORGET);
  }

  private static final String DONE =
      """
      WITH a AS (DELETE FROM sender_action WHERE id = ANY ($1))
      DELETE FROM sender_note WHERE id = ANY ($1)\
      """;

  void done(Tx tx, Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      query(tx, DONE, (Object) ids.toArray(UUID[]::new));
    }
  }

  private static final String LATER =
      """
      WITH a AS (UPDATE sender_action SET not_before = now() + interval '1 s' WHERE id = ANY ($1))
      UPDATE sender_note SET not_before = now() + interval '1 s' WHERE id = ANY ($1)\
      """;

  void later(Tx tx, Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      query(tx, LATER, (Object) ids.toArray(UUID[]::new));
    }
  }

  /**
   * An acknowledgement of an alert that fires in an incident, or its end.
   *
   * @param by whoever acknowledged it, or took that back
   */
  record Acknowledged(AlertStanding alert, UUID incident, PostedAcknowledgement by) {}

  private static RowSet<Row> query(Tx tx, String sql, Object... parameters) {
    return tx.connection().preparedQuery(sql).execute(tuple(parameters)).await();
  }
}
