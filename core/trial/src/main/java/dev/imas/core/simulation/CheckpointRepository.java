package dev.imas.core.simulation;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Clocks;
import dev.imas.core.incident.Counts;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.SetBy;
import dev.imas.core.incident.Standing;
import dev.imas.core.incident.Subject;
import dev.imas.core.intake.AlertProgress;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the incidents as they were at a time in the past. Only on a virtual thread. */
final class CheckpointRepository {

  private static final int CHUNK = 1_000;

  /**
   * @param incidents those that were open, or could be reopened, those that ended first before
   *     others
   * @param firing the alerts that fired in them
   * @param reopening what a rule or a service says of some of them
   */
  record Checkpoint(
      List<Incident> incidents, List<AlertProgress> firing, Map<UUID, ReopenWindow> reopening) {}

  private static final String INCIDENTS =
      """
      SELECT i.id, i.short_id, i.service_id, i.group_key, i.auto_resolve, i.detected_at, i.created_at, i.resolved_at,
             o.reopen_window_seconds AS of_rule, o.reopen_rule, s.reopen_window_seconds AS of_service, s.name AS service
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        LEFT JOIN incident_opening o ON o.tenant_id = i.tenant_id AND o.incident_id = i.id
       WHERE i.created_at < $1 AND i.group_key IS NOT NULL AND NOT i.is_test AND (i.status <> 'RESOLVED'
              OR i.resolved_at >= $1::timestamptz
                   - coalesce(coalesce(o.reopen_window_seconds, s.reopen_window_seconds) * interval '1 second', $2::interval))
       ORDER BY i.created_at DESC
       LIMIT $3\
      """;

  private static final String STEPS =
      """
      SELECT t.incident_id, t.at, t.type, t.metadata ->> 'to' AS became, t.metadata ->> 'resolved_at' AS resolved_at,
             t.author, t.at < $2 AS is_past
        FROM timeline t
       WHERE t.incident_id = ANY ($1) AND (t.at < $2 OR t.type = 'REOPENED')
         AND t.type IN ('STATUS_CHANGE', 'REOPENED', 'SEVERITY_CHANGE')
       ORDER BY t.incident_id, t.seq\
      """;

  private static final String FIRING =
      """
      SELECT a.incident_id, a.fingerprint, l.seq
        FROM incident_alert a
       CROSS JOIN LATERAL (SELECT j.seq, j.kind FROM journal j
                            WHERE j.fingerprint = a.fingerprint AND j.at < $2
                            ORDER BY j.seq DESC LIMIT 1) AS l
       WHERE a.incident_id = ANY ($1) AND a.attached_at < $2
         AND l.kind NOT IN (kind_resolved(), kind_expired(), kind_suppressed(), kind_lapsed())
       ORDER BY a.attached_at
       LIMIT $3\
      """;

  Checkpoint at(Tx tx, Instant from, Duration reopenWindow) {
    Map<UUID, Past> incidents = new LinkedHashMap<>();
    Map<UUID, ReopenWindow> reopening = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(INCIDENTS)
            .execute(tuple(time(from), interval(reopenWindow), World.MOST_INCIDENTS))
            .await()) {
      incidents.put(row.getUUID("id"), new Past(row));
      Integer ofRule = row.getInteger("of_rule");
      Integer ofService = row.getInteger("of_service");
      if (ofRule != null) {
        reopening.put(
            row.getUUID("id"),
            new ReopenWindow(Duration.ofSeconds(ofRule), row.getString("reopen_rule")));
      } else if (ofService != null) {
        reopening.put(
            row.getUUID("id"),
            ReopenWindow.ofService(Duration.ofSeconds(ofService), row.getString("service")));
      }
    }
    Map<UUID, AlertProgress> firing = new HashMap<>();
    List<UUID> ids = List.copyOf(incidents.keySet());
    for (int i = 0; i < ids.size(); i += CHUNK) {
      UUID[] chunk = ids.subList(i, Math.min(i + CHUNK, ids.size())).toArray(UUID[]::new);
      readSteps(tx, chunk, from, incidents);
      readFiring(tx, chunk, from, incidents, firing);
    }
    firing.values().forEach(progress -> count(incidents, progress));
    return new Checkpoint(
        incidents.values().stream()
            .filter(Past::existed)
            .map(Past::incident)
            .sorted(Comparator.comparing(CheckpointRepository::end))
            .toList(),
        List.copyOf(firing.values()),
        reopening);
  }

  private static Instant end(Incident incident) {
    Instant end = incident.clocks().resolvedAt();
    return end == null ? Instant.MAX : end;
  }

  private static void readSteps(Tx tx, UUID[] ids, Instant from, Map<UUID, Past> incidents) {
    for (Row row : tx.connection().preparedQuery(STEPS).execute(tuple(ids, time(from))).await()) {
      Past past = incidents.get(row.getUUID("incident_id"));
      String became = row.getString("became");
      if (past != null && became != null && row.getBoolean("is_past")) {
        past.became(row.getString("type"), became, row.getString("author"), instant(row, "at"));
      } else if (past != null) {
        past.reopenedLater(row.getString("resolved_at"));
      }
    }
  }

  private static void readFiring(
      Tx tx, UUID[] ids, Instant from, Map<UUID, Past> incidents, Map<UUID, AlertProgress> firing) {
    for (Row row :
        tx.connection()
            .preparedQuery(FIRING)
            .execute(tuple(ids, time(from), World.MOST_FIRING))
            .await()) {
      UUID incident = row.getUUID("incident_id");
      Past past = incidents.get(incident);
      if (past != null && past.existed() && past.status.isOpen()) {
        UUID fingerprint = row.getUUID("fingerprint");
        firing.put(
            fingerprint, new AlertProgress(fingerprint, row.getInteger("seq"), incident, true));
      }
    }
  }

  private static void count(Map<UUID, Past> incidents, AlertProgress progress) {
    Past past = progress.incidentId() == null ? null : incidents.get(progress.incidentId());
    if (past != null) {
      past.firing++;
    }
  }

  /** An incident while its past is read. */
  private static final class Past {
    private final Subject subject;
    private final boolean autoResolve;
    private final Instant detectedAt;
    private final Instant createdAt;
    private @Nullable Severity severity;
    private @Nullable String severitySetBy;
    private IncidentStatus status = IncidentStatus.TRIGGERED;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant endSaid;
    private boolean isReopenedLater;
    private boolean existed;
    private int firing;

    Past(Row row) {
      subject =
          new Subject(
              row.getUUID("id"),
              row.getString("short_id"),
              "-",
              "",
              row.getUUID("service_id"),
              Incident.Origin.ALERT,
              row.getString("group_key"),
              Incident.SYSTEM,
              null);
      autoResolve = row.getBoolean("auto_resolve");
      detectedAt = instant(row, "detected_at");
      createdAt = instant(row, "created_at");
      endSaid = instantOrNull(row, "resolved_at");
    }

    void became(String type, String to, String by, Instant at) {
      existed = true;
      if (type.equals("SEVERITY_CHANGE")) {
        severity = Severity.valueOf(to);
        severitySetBy = Incident.SYSTEM.equals(by) ? null : by;
      } else {
        status = IncidentStatus.valueOf(to);
        resolvedAt = status.isOpen() ? null : at;
      }
    }

    /** The first reopening afterwards says when it had ended, by the clock of that time. */
    void reopenedLater(@Nullable String resolvedAt) {
      if (!isReopenedLater) {
        endSaid = resolvedAt == null ? null : Instant.parse(resolvedAt);
      }
      isReopenedLater = true;
    }

    private @Nullable Instant end() {
      return status.isOpen() || endSaid == null ? resolvedAt : endSaid;
    }

    boolean existed() {
      return existed;
    }

    Incident incident() {
      return new Incident(
          subject,
          new Standing(
              // Where it never changed, its first one is not in the timeline, and does not matter
              // for who joins: a more severe alert raises it, as it did then.
              severity == null ? Severity.SEV4_LOW : severity,
              status,
              autoResolve,
              null,
              new Clocks(detectedAt, createdAt, null, null, end(), createdAt),
              null,
              null,
              new Counts(0, 0, firing, firing, 0),
              new SetBy(severitySetBy, null),
              null,
              1));
    }
  }
}
