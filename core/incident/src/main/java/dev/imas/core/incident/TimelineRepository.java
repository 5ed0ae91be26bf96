package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.DecidedBy.Schedule;
import dev.imas.core.incident.DecidedBy.Taken;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and appends the histories of incidents. Only {@link IncidentWriter} appends. */
public final class TimelineRepository {

  /**
   * An entry as it is stored and shown, including types and metadata of other writers.
   *
   * @param decidedBy where the reader finds why
   * @param comment what has become of it, if it is a comment
   */
  public record Line(
      String id,
      String type,
      String message,
      Instant timestamp,
      String createdBy,
      @JsonRawValue String metadata,
      List<DecidedBy> decidedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CommentState comment) {}

  private static final String INSERT =
      """
      INSERT INTO timeline (tenant_id, incident_id, seq, type, author, message, metadata, version)
      SELECT current_tenant(), n.incident_id, n.seq, n.type, n.author, n.message, n.metadata::jsonb, n.version
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
          AS n(incident_id, seq, type, author, message, metadata, version)\
      """;

  Future<Void> append(Tx tx, List<TimelineEntry> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, TimelineEntry::incidentId, UUID[]::new),
                column(n, TimelineEntry::seq, Integer[]::new),
                column(n, e -> e.type().name(), String[]::new),
                column(n, TimelineEntry::author, String[]::new),
                column(n, TimelineEntry::keptMessage, String[]::new),
                column(n, e -> Json.write(e.metadata()), String[]::new),
                column(n, TimelineEntry::version, Integer[]::new)))
        .mapEmpty();
  }

  private static final String OF_INCIDENT =
      """
      SELECT t.seq, t.type, t.author, %s AS message, t.metadata::text AS metadata, t.at,
             %s
        FROM timeline t
        %s
       WHERE t.incident_id = $1 AND t.seq > $2
       ORDER BY t.seq
       LIMIT $3\
      """
          .formatted(CommentColumns.MESSAGE, CommentColumns.STATE, CommentColumns.JOIN);

  /** The entries after that seq, in order. */
  public Future<List<Line>> read(Tx tx, UUID incident, int after, int limit) {
    // Both are sent before either is answered.
    Future<RowSet<Row>> entries =
        tx.connection().preparedQuery(OF_INCIDENT).execute(tuple(incident, after, limit));
    Future<List<Taken>> escalation = escalation(tx, incident);
    return Future.join(entries, escalation)
        .map(read -> lines(incident, entries.result(), escalation.result()));
  }

  // A policy or a schedule that was deleted has no page to go to.
  private static final String ESCALATION =
      """
      SELECT r.run, p.id AS policy_id, r.policy_name, r.policy_version, f.round, f.step, f.event_seq, f.fired_at,
             asked.ids, asked.names
        FROM escalation_run r
        LEFT JOIN escalation_policy p ON p.tenant_id = r.tenant_id AND p.id = r.policy_id AND p.deleted_at IS NULL
        LEFT JOIN escalation_firing f ON f.tenant_id = r.tenant_id AND f.incident_id = r.incident_id AND f.run = r.run
        CROSS JOIN LATERAL (
          SELECT array_agg(s.id ORDER BY s.name) AS ids, array_agg(s.name ORDER BY s.name) AS names
            FROM schedule s
           WHERE s.tenant_id = r.tenant_id AND s.deleted_at IS NULL
             AND s.id IN (SELECT one::uuid FROM jsonb_array_elements(f.people) AS person,
                                 jsonb_array_elements_text(person -> 'schedules') AS one)) AS asked
       WHERE r.tenant_id = current_tenant() AND r.incident_id = $1
       ORDER BY r.run DESC, f.fired_at DESC NULLS LAST, f.round DESC, f.step DESC
       LIMIT $2\
      """;

  /** More steps than this has no incident whose entries somebody reads. */
  private static final int MOST_STEPS = 1_000;

  private Future<List<Taken>> escalation(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(ESCALATION)
        .execute(tuple(incident, MOST_STEPS))
        .map(rows -> rows.stream().map(TimelineRepository::taken).toList());
  }

  private static Taken taken(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("ids");
    List<Schedule> schedules = new ArrayList<>();
    for (int i = 0; ids != null && i < ids.length; i++) {
      schedules.add(new Schedule(ids[i], row.getArrayOfStrings("names")[i]));
    }
    return new Taken(
        row.getInteger("run"),
        row.getUUID("policy_id"),
        row.getString("policy_name"),
        row.getInteger("policy_version"),
        fromOne(row.getInteger("round")),
        fromOne(row.getInteger("step")),
        row.getInteger("event_seq"),
        instantOrNull(row, "fired_at"),
        schedules);
  }

  private static @Nullable Integer fromOne(@Nullable Integer fromZero) {
    return fromZero == null ? null : fromZero + 1;
  }

  /** An entry that came after a version of its incident. */
  record Meanwhile(String by, Instant at, String type, String message) {}

  private static final String AFTER_VERSION =
      """
      SELECT t.type, t.author, %s AS message, t.at
        FROM timeline t
        %s
       WHERE t.incident_id = $1 AND t.version > $2
       ORDER BY t.seq DESC LIMIT $3\
      """
          .formatted(CommentColumns.MESSAGE, CommentColumns.JOIN);

  /** The newest entries after a version of the incident, the newest first. */
  Future<List<Meanwhile>> afterVersion(Tx tx, UUID incident, int version, int limit) {
    return tx.connection()
        .preparedQuery(AFTER_VERSION)
        .execute(tuple(incident, version, limit))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Meanwhile(
                                row.getString("author"),
                                instant(row, "at"),
                                row.getString("type"),
                                row.getString("message")))
                    .toList());
  }

  private static final String LAST_ACKNOWLEDGEMENT =
      """
      SELECT seq, author, metadata ->> 'lead' AS lead, (metadata ->> 'author_id')::uuid AS author_id,
             coalesce(metadata ->> 'via' = 'sender', false) AS by_sender
        FROM timeline
       WHERE incident_id = $1 AND type = 'STATUS_CHANGE' AND metadata ->> 'to' = 'ACKNOWLEDGED'
       ORDER BY seq DESC LIMIT 1\
      """;

  /** The newest acknowledgement of an incident. */
  public Future<Optional<Acknowledgement>> lastAcknowledgement(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(LAST_ACKNOWLEDGEMENT)
        .execute(tuple(incident))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Acknowledgement(
                                row.getInteger("seq"),
                                row.getString("author"),
                                row.getUUID("author_id"),
                                row.getString("lead"),
                                row.getBoolean("by_sender"))));
  }

  private static final String UNPAGED =
      """
      SELECT o.author, o.at, l.author AS ended_by, l.at AS ended_at
        FROM timeline o
        LEFT JOIN LATERAL (SELECT t.author, t.at FROM timeline t
                            WHERE t.tenant_id = o.tenant_id AND t.incident_id = o.incident_id AND t.metadata ->> 'paged' = 'true'
                            ORDER BY t.seq LIMIT 1) AS l ON true
       WHERE o.incident_id = $1 AND o.seq = 1 AND o.metadata ->> 'paged' = 'false'\
      """;

  /** Who opened the incident without paging anyone, if somebody did. */
  public Future<Optional<Unpaged>> unpaged(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(UNPAGED)
        .execute(tuple(incident))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Unpaged(
                                row.getString("author"),
                                instant(row, "at"),
                                row.getString("ended_by"),
                                instantOrNull(row, "ended_at"))));
  }

  private static List<Line> lines(UUID incident, RowSet<Row> rows, List<Taken> escalation) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      String metadata = row.getString("metadata");
      lines.add(
          new Line(
              incident + ":" + row.getInteger("seq"),
              row.getString("type"),
              row.getString("message"),
              instant(row, "at"),
              row.getString("author"),
              metadata,
              DecidedBy.of(row.getInteger("seq"), Json.read(metadata, JsonNode.class), escalation),
              CommentColumns.state(row)));
    }
    return lines;
  }
}
