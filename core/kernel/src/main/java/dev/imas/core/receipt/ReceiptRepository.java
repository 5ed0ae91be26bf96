package dev.imas.core.receipt;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the journal, the dead letters and the side events have about a request. */
final class ReceiptRepository {

  record Incident(UUID id, String shortId) {}

  /**
   * One alert of the request that changed state, or one element that could not be read or is no
   * alert.
   *
   * @param event the side event, whose title is the reason
   * @param incident null until core has processed the change; later the alert's current incident
   */
  record Line(
      @Nullable String fingerprint,
      String disposition,
      @Nullable String transition,
      @Nullable Severity severity,
      @Nullable Integer episode,
      @Nullable Incident incident,
      @Nullable UUID deadLetter,
      @Nullable UUID event,
      @Nullable String reason) {}

  static final String TRANSITIONS =
      """
      SELECT t.fingerprint, t.kind, t.severity, t.episode, i.id AS incident_id, i.short_id
        FROM (SELECT * FROM transition WHERE receipt = $1 AND at >= $2 AND at < $3
              UNION ALL
              -- By the time, which has an index.
              SELECT * FROM opening WHERE receipt = $1 AND received_at = uuid_extract_timestamp($1)) t
        LEFT JOIN alert_progress p ON p.tenant_id = t.tenant_id AND p.fingerprint = t.fingerprint AND p.applied_seq >= t.seq
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
       ORDER BY t.fingerprint, t.seq
       LIMIT $4\
      """;

  private static final String DEAD_LETTERS =
      """
      SELECT d.id, d.reason
        FROM dead_letter d
       WHERE d.receipt = $1 AND d.at >= $2 AND d.at < $3
       ORDER BY d.id
       LIMIT $4\
      """;

  private static final String SIDE_EVENTS =
      """
      SELECT e.id, e.kind, e.fingerprint, e.title
        FROM side_event e
       WHERE e.receipt = $1 AND e.at >= $2 AND e.at < $3
       ORDER BY e.id
       LIMIT $4\
      """;

  /**
   * @param from the start of the partitions to read
   */
  Future<List<Line>> lines(Tx tx, UUID receipt, Instant from, Instant to, int limit) {
    return tx.connection()
        .preparedQuery(TRANSITIONS)
        .execute(tuple(receipt, time(from), time(to), limit))
        .map(
            rows -> {
              List<Line> lines = new ArrayList<>();
              rows.forEach(row -> lines.add(alert(row)));
              return lines;
            })
        .compose(
            lines ->
                tx.connection()
                    .preparedQuery(DEAD_LETTERS)
                    .execute(tuple(receipt, time(from), time(to), limit))
                    .map(
                        rows -> {
                          rows.forEach(row -> lines.add(deadLetter(row)));
                          return lines;
                        }))
        .compose(
            lines ->
                tx.connection()
                    .preparedQuery(SIDE_EVENTS)
                    .execute(tuple(receipt, time(from), time(to), limit))
                    .map(
                        rows -> {
                          rows.forEach(row -> lines.add(sideEvent(row)));
                          return lines;
                        }));
  }

  private static Line alert(Row row) {
    TransitionKind kind = TransitionKind.of(row.getInteger("kind"));
    UUID incident = row.getUUID("incident_id");
    return new Line(
        Fingerprint.of(row.getUUID("fingerprint")).toString(),
        disposition(kind).wireName(),
        kind.wireName(),
        Severity.of(row.getInteger("severity")),
        row.getInteger("episode"),
        incident == null ? null : new Incident(incident, row.getString("short_id")),
        null,
        null,
        null);
  }

  private static Line sideEvent(Row row) {
    UUID about = row.getUUID("fingerprint");
    return new Line(
        about == null ? null : Fingerprint.of(about).toString(),
        SideEventKind.of(row.getInteger("kind")).disposition().wireName(),
        null,
        null,
        null,
        null,
        null,
        row.getUUID("id"),
        row.getString("title"));
  }

  private static Line deadLetter(Row row) {
    return new Line(
        null,
        Disposition.DEAD_LETTERED.wireName(),
        null,
        null,
        null,
        null,
        row.getUUID("id"),
        null,
        row.getString("reason"));
  }

  /** A change of severity while an alert fires counts as the repeat that brought it. */
  private static Disposition disposition(TransitionKind kind) {
    return switch (kind) {
      case OPENED -> Disposition.OPENED;
      case REOPENED, REFIRED -> Disposition.REOPENED;
      case RESOLVED, EXPIRED, LAPSED -> Disposition.RESOLVED;
      case SEVERITY_CHANGED, STILL_FIRING, RECONSIDERED -> Disposition.DEDUPLICATED;
      case SUPPRESSED -> Disposition.SUPPRESSED;
    };
  }
}
