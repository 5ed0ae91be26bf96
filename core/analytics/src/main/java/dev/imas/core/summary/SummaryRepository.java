package dev.imas.core.summary;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.platform.Tx;
import dev.imas.core.summary.SummaryFigures.Busy;
import dev.imas.core.summary.SummaryKind.Period;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the figures of a tenant, and who is told of them. On a virtual thread. */
final class SummaryRepository {

  // What is sent already at a time ahead of ours was sent before the clock was set back.
  private static final String TAKE =
      """
      INSERT INTO summary_sent (tenant_id, kind, due_at) VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id, kind) DO UPDATE SET due_at = excluded.due_at
       WHERE summary_sent.due_at < excluded.due_at OR summary_sent.due_at > $3::timestamptz + clocks_differ()
      RETURNING coalesce(old.due_at < new.due_at, false) AS is_next\
      """;

  private static final String SENT =
      "SELECT 1 FROM summary_sent WHERE kind = $1 AND due_at >= $2 AND due_at <= $3::timestamptz +"
          + " clocks_differ()";

  /** Whether nobody needs to send this summary any more. It only reads. */
  boolean isSent(Tx tx, SummaryKind kind, Instant due, Instant now) {
    return tx.connection()
            .preparedQuery(SENT)
            .execute(tuple(kind.wireName(), time(due), time(now)))
            .await()
            .size()
        > 0;
  }

  /**
   * Whether this summary is for the transaction to send: it was not sent, and the tenant has had
   * one before or is older than a run. Of two transactions one gets it. After the clock was set
   * back, the first one is not sent again, and the next one is.
   */
  boolean take(Tx tx, SummaryKind kind, Instant due, Instant now) {
    if (isSent(tx, kind, due, now)) {
      return false;
    }
    for (Row row :
        tx.connection()
            .preparedQuery(TAKE)
            .execute(tuple(kind.wireName(), time(due), time(now)))
            .await()) {
      return row.getBoolean("is_next");
    }
    return false;
  }

  // Incidents that were acknowledged or resolved in the time may be older than it. They are open,
  // or
  // were resolved since it began; the hour is for processes whose clocks differ. Each part has an
  // index, and no incident is in two. IS NOT TRUE keeps the last part from the others' indexes.
  static final String FIGURES =
      """
      SELECT count(*) FILTER (WHERE counts AND created_at >= $1 AND severity = 1) AS sev1,
             count(*) FILTER (WHERE counts AND created_at >= $1 AND severity = 2) AS sev2,
             count(*) FILTER (WHERE counts AND created_at >= $1 AND severity = 3) AS sev3,
             count(*) FILTER (WHERE counts AND created_at >= $1 AND severity = 4) AS sev4,
             count(*) FILTER (WHERE counts AND NOT is_merged AND resolved_at >= $1 AND resolved_at < $2) AS resolved,
             count(*) FILTER (WHERE counts AND status <> 'RESOLVED') AS open,
             count(*) FILTER (WHERE counts AND status = 'TRIGGERED') AS unacknowledged,
             extract(epoch FROM avg(greatest(acknowledged_at - created_at, '0'))
               FILTER (WHERE NOT is_held AND acknowledged_at >= $1 AND acknowledged_at < $2
                         AND (acknowledged_at >= resolved_at) IS NOT TRUE))::bigint AS mtta,
             extract(epoch FROM avg(greatest(resolved_at - created_at, '0'))
               FILTER (WHERE counts AND NOT is_merged AND resolved_at >= $1 AND resolved_at < $2))::bigint AS mttr
        FROM (SELECT i.*, NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id) AS counts,
                     EXISTS (SELECT FROM storm_child h WHERE h.tenant_id = i.tenant_id AND h.incident_id = i.id) AS is_held,
                     EXISTS (SELECT FROM incident_merge m
                              WHERE m.tenant_id = i.tenant_id AND m.source_id = i.id AND m.undone_at IS NULL) AS is_merged
                FROM (
              SELECT tenant_id, id, status, severity, created_at, acknowledged_at, resolved_at FROM incident
               WHERE tenant_id = current_tenant() AND NOT is_test AND status <> 'RESOLVED' AND created_at < $2
              UNION ALL
              SELECT tenant_id, id, status, severity, created_at, acknowledged_at, resolved_at FROM incident
               WHERE tenant_id = current_tenant() AND NOT is_test AND status = 'RESOLVED' AND created_at < $2
                 AND resolved_at >= $1::timestamptz - interval '1 hour'
              UNION ALL
              SELECT tenant_id, id, status, severity, created_at, acknowledged_at, resolved_at FROM incident
               WHERE tenant_id = current_tenant() AND NOT is_test AND created_at >= $1 AND created_at < $2
                 AND (status <> 'RESOLVED' OR resolved_at >= $1::timestamptz - interval '1 hour') IS NOT TRUE) AS i) AS told\
      """;

  static final String SERVICES =
      """
      SELECT s.name, count(*) AS incidents
        FROM incident i JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
       WHERE i.tenant_id = current_tenant() AND NOT i.is_test AND i.created_at >= $1 AND i.created_at < $2
         AND NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id)
       GROUP BY s.name ORDER BY count(*) DESC, s.name LIMIT 5\
      """;

  SummaryFigures figures(Tx tx, Period period) {
    List<Busy> services = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(SERVICES)
            .execute(tuple(time(period.from()), time(period.until())))
            .await()) {
      services.add(new Busy(row.getString("name"), row.getLong("incidents")));
    }
    Row row =
        tx.connection()
            .preparedQuery(FIGURES)
            .execute(tuple(time(period.from()), time(period.until())))
            .await()
            .iterator()
            .next();
    return new SummaryFigures(
        List.of(row.getLong("sev1"), row.getLong("sev2"), row.getLong("sev3"), row.getLong("sev4")),
        row.getLong("resolved"),
        row.getLong("open"),
        row.getLong("unacknowledged"),
        seconds(row.getLong("mtta")),
        seconds(row.getLong("mttr")),
        services);
  }

  private static Optional<Duration> seconds(@Nullable Long seconds) {
    return seconds == null ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static final String CHANNELS =
      """
      SELECT id, channel, address FROM team_contact WHERE is_active AND $1 = ANY (summaries) ORDER BY name, id\
      """;

  /** The channels of teams that get it. */
  List<NoticeReceiver> channels(Tx tx, SummaryKind kind) {
    List<NoticeReceiver> found = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(CHANNELS).execute(tuple(kind.wireName())).await()) {
      found.add(
          new NoticeReceiver(
              row.getUUID("id"), row.getString("channel"), row.getString("address")));
    }
    return found;
  }

  private static final String MEMBERS =
      """
      SELECT u.id FROM user_account u
       WHERE u.is_active AND u.deleted_at IS NULL
         AND EXISTS (SELECT FROM team_member m WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id)
         AND EXISTS (SELECT FROM user_contact c
                      WHERE c.tenant_id = u.tenant_id AND c.user_id = u.id AND c.channel = 'email' AND c.is_active
                        AND c.verified_at IS NOT NULL)
         AND NOT EXISTS (SELECT FROM notification_rule r
                          WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id AND r.urgency = 'low')\
      """;

  /** Members of teams with a verified mail address whose mail the matrix decides about. */
  List<UUID> people(Tx tx) {
    List<UUID> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(MEMBERS)
        .execute()
        .await()
        .forEach(r -> found.add(r.getUUID("id")));
    return found;
  }
}
