package dev.imas.core.merge;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Merge;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.MergedEscalations.UnderWay;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores merges, and moves alerts between incidents. Callers have locked the incidents, which is
 * what keeps intake out meanwhile. Only on a virtual thread.
 */
final class MergeRepository {

  /**
   * A merge of one source.
   *
   * @param status of the source before
   * @param alerts of the source before
   * @param run the escalation that it ended; null if none was under way
   * @param before the target before
   * @param leftStatus the status in which it left the target
   */
  record Stored(
      UUID id,
      UUID source,
      UUID target,
      Instant at,
      String author,
      IncidentStatus status,
      int alerts,
      @Nullable UnderWay run,
      Merge.Before before,
      IncidentStatus leftStatus,
      Severity leftSeverity) {}

  /** How many alerts an incident has, and how many of them fire. */
  record Count(int alerts, int firing) {}

  private static final String ALERTS =
      "SELECT count(*) AS alerts FROM incident_alert WHERE incident_id = ANY ($1)";

  /** How many alerts these incidents have, each counted for every incident that has it. */
  long alerts(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(ALERTS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .await()
        .iterator()
        .next()
        .getLong("alerts");
  }

  private static final String INSERT =
      """
      INSERT INTO incident_merge (tenant_id, id, source_id, target_id, at, author, source_status, source_alerts, run, run_due_at,
                                  target_status, target_severity, target_severity_set_by, target_detected_at, left_status,
                                  left_severity)
      SELECT current_tenant(), n.*
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::int[], $8::int[],
                    $9::timestamptz[], $10::text[], $11::smallint[], $12::text[], $13::timestamptz[], $14::text[],
                    $15::smallint[]) AS n\
      """;

  private static final String REMEMBER =
      """
      INSERT INTO incident_merge_alert (tenant_id, merge_id, fingerprint, attached_at, was_member, is_current)
      SELECT current_tenant(), m.id, a.fingerprint, a.attached_at,
             EXISTS (SELECT FROM incident_alert t WHERE t.incident_id = m.target_id AND t.fingerprint = a.fingerprint),
             EXISTS (SELECT FROM alert_progress p WHERE p.fingerprint = a.fingerprint AND p.incident_id = a.incident_id)
        FROM incident_merge m
        JOIN incident_alert a ON a.incident_id = m.source_id
       WHERE m.id = ANY ($1)\
      """;

  private static final String ADD =
      """
      INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
      SELECT current_tenant(), $2, a.fingerprint, min(a.attached_at)
        FROM incident_merge_alert a
       WHERE a.merge_id = ANY ($1) AND NOT a.was_member
       GROUP BY a.fingerprint\
      """;

  private static final String FOLLOW =
      """
      UPDATE alert_progress p SET incident_id = $2
        FROM incident_merge_alert a
        JOIN incident_merge m ON m.id = a.merge_id
       WHERE a.merge_id = ANY ($1) AND a.is_current AND p.fingerprint = a.fingerprint AND p.incident_id = m.source_id\
      """;

  private static final String LEAVE =
      """
      DELETE FROM incident_alert a
       USING incident_merge_alert r
        JOIN incident_merge m ON m.id = r.merge_id
       WHERE r.merge_id = ANY ($1) AND a.incident_id = m.source_id AND a.fingerprint = r.fingerprint\
      """;

  private static final String POINT =
      "UPDATE incident SET merged_into = $2 WHERE merged_into = ANY ($1)";

  /**
   * Moves all alerts of the sources to the target. What was merged into a source before points to
   * the target from now on.
   *
   * @param merges of one target
   * @return how many alerts the target has more
   */
  int move(Tx tx, List<Stored> merges) {
    UUID target = merges.getFirst().target();
    UUID[] ids = column(merges, Stored::id, UUID[]::new);
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                ids,
                column(merges, Stored::source, UUID[]::new),
                column(merges, Stored::target, UUID[]::new),
                times(merges, Stored::at),
                column(merges, Stored::author, String[]::new),
                column(merges, m -> m.status().name(), String[]::new),
                column(merges, Stored::alerts, Integer[]::new),
                column(merges, m -> m.run() == null ? null : m.run().number(), Integer[]::new),
                times(merges, m -> m.run() == null ? null : m.run().dueAt()),
                column(merges, m -> m.before().status().name(), String[]::new),
                column(merges, m -> (short) m.before().severity().number(), Short[]::new),
                column(merges, m -> m.before().severitySetBy(), String[]::new),
                times(merges, m -> m.before().detectedAt()),
                column(merges, m -> m.leftStatus().name(), String[]::new),
                column(merges, m -> (short) m.leftSeverity().number(), Short[]::new)))
        .await();
    tx.connection().preparedQuery(REMEMBER).execute(tuple((Object) ids)).await();
    int added = tx.connection().preparedQuery(ADD).execute(tuple(ids, target)).await().rowCount();
    tx.connection().preparedQuery(FOLLOW).execute(tuple(ids, target)).await();
    tx.connection().preparedQuery(LEAVE).execute(tuple((Object) ids)).await();
    tx.connection()
        .preparedQuery(POINT)
        .execute(tuple(column(merges, Stored::source, UUID[]::new), target))
        .await();
    return added;
  }

  private static final String FIRING =
      """
      SELECT a.incident_id, count(*) AS firing
        FROM incident_alert a
        JOIN alert_progress p ON p.fingerprint = a.fingerprint AND p.incident_id = a.incident_id AND p.firing
       WHERE a.incident_id = ANY ($1)
       GROUP BY a.incident_id\
      """;

  /** How many alerts fire in each of these incidents, counted anew. */
  Map<UUID, Integer> firing(Tx tx, Collection<UUID> incidents) {
    Map<UUID, Integer> firing = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(FIRING)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .await()) {
      firing.put(row.getUUID("incident_id"), row.getInteger("firing"));
    }
    return firing;
  }

  private static final String LAST =
      "SELECT * FROM incident_merge WHERE source_id = $1 AND undone_at IS NULL";

  /** The merge of this incident into another that was not undone. */
  Optional<Stored> of(Tx tx, UUID source) {
    return tx.connection().preparedQuery(LAST).execute(tuple(source)).await().stream()
        .findFirst()
        .map(MergeRepository::stored);
  }

  private static final String OF_TARGET =
      """
      SELECT m.* FROM incident_merge m
       WHERE m.target_id = $1 AND m.undone_at IS NULL
       ORDER BY m.at, m.id
       LIMIT $2\
      """;

  /** The merges into this incident that were not undone, the oldest first. */
  List<Stored> into(Tx tx, UUID target, int most) {
    return tx.connection().preparedQuery(OF_TARGET).execute(tuple(target, most)).await().stream()
        .map(MergeRepository::stored)
        .toList();
  }

  private static Stored stored(Row row) {
    Integer run = row.getInteger("run");
    return new Stored(
        row.getUUID("id"),
        row.getUUID("source_id"),
        row.getUUID("target_id"),
        instant(row, "at"),
        row.getString("author"),
        IncidentStatus.valueOf(row.getString("source_status")),
        row.getInteger("source_alerts"),
        run == null ? null : new UnderWay(run, instantOrNull(row, "run_due_at")),
        new Merge.Before(
            IncidentStatus.valueOf(row.getString("target_status")),
            Severity.of(row.getInteger("target_severity")),
            row.getString("target_severity_set_by"),
            instant(row, "target_detected_at")),
        IncidentStatus.valueOf(row.getString("left_status")),
        Severity.of(row.getInteger("left_severity")));
  }

  private static final String ADD_BACK =
      """
      INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
      SELECT current_tenant(), $2, a.fingerprint, a.attached_at FROM incident_merge_alert a WHERE a.merge_id = $1\
      """;

  private static final String FOLLOW_BACK =
      """
      UPDATE alert_progress p SET incident_id = $2
        FROM incident_merge_alert a
       WHERE a.merge_id = $1 AND a.is_current AND p.fingerprint = a.fingerprint AND p.incident_id = $3\
      """;

  // Another source may have brought the same alert.
  private static final String LEAVE_BACK =
      """
      DELETE FROM incident_alert t
       USING incident_merge_alert a
       WHERE a.merge_id = $1 AND NOT a.was_member AND t.incident_id = $2 AND t.fingerprint = a.fingerprint
         AND NOT EXISTS (SELECT FROM incident_merge m
                           JOIN incident_merge_alert o ON o.merge_id = m.id AND o.fingerprint = a.fingerprint
                          WHERE m.target_id = $2 AND m.undone_at IS NULL AND m.id <> a.merge_id)
         AND NOT EXISTS (SELECT FROM alert_progress p WHERE p.fingerprint = a.fingerprint AND p.incident_id = $2)\
      """;

  private static final String END =
      "UPDATE incident_merge SET undone_at = $2, undone_by = $3 WHERE id = $1";

  /**
   * Moves back what a merge moved. Alerts that came to the target later stay there.
   *
   * @return how many alerts the target has less
   */
  int giveBack(Tx tx, Stored merge, String by, Instant at) {
    UUID source = merge.source();
    UUID target = merge.target();
    tx.connection().preparedQuery(ADD_BACK).execute(tuple(merge.id(), source)).await();
    tx.connection().preparedQuery(FOLLOW_BACK).execute(tuple(merge.id(), source, target)).await();
    int left =
        tx.connection()
            .preparedQuery(LEAVE_BACK)
            .execute(tuple(merge.id(), target))
            .await()
            .rowCount();
    tx.connection().preparedQuery(END).execute(tuple(merge.id(), time(at), by)).await();
    return left;
  }

  private static final String REFERENCES =
      """
      SELECT i.id, i.short_id, i.title, i.severity, i.status FROM incident i WHERE i.id = ANY ($1) ORDER BY i.id\
      """;

  /** What is shown of incidents beside others, in the order of their ids. */
  List<MergeView.Named> named(Tx tx, Collection<UUID> ids) {
    return tx
        .connection()
        .preparedQuery(REFERENCES)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await()
        .stream()
        .map(
            row ->
                new MergeView.Named(
                    row.getUUID("id"),
                    row.getString("short_id"),
                    row.getString("title"),
                    Severity.of(row.getInteger("severity")),
                    IncidentStatus.valueOf(row.getString("status"))))
        .toList();
  }

  /** An incident as {@link #named} shows it. */
  static MergeView.Named named(Incident incident) {
    return new MergeView.Named(
        incident.id(),
        incident.shortId(),
        incident.title(),
        incident.severity(),
        incident.status());
  }
}
