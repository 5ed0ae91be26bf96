package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonRawValue;
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

/** Reads and appends the histories of incidents. Only {@link IncidentWriter} appends. */
public final class TimelineRepository {

  /** An entry as it is stored and shown, including types and metadata of other writers. */
  public record Line(
      String id,
      String type,
      String message,
      Instant timestamp,
      String createdBy,
      @JsonRawValue String metadata) {}

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
                column(n, TimelineEntry::message, String[]::new),
                column(n, e -> Json.write(e.metadata()), String[]::new),
                column(n, TimelineEntry::version, Integer[]::new)))
        .mapEmpty();
  }

  private static final String OF_INCIDENT =
      """
      SELECT seq, type, author, message, metadata::text AS metadata, at
        FROM timeline
       WHERE incident_id = $1 AND seq > $2
       ORDER BY seq
       LIMIT $3\
      """;

  /** The entries after that seq, in order. */
  public Future<List<Line>> read(Tx tx, UUID incident, int after, int limit) {
    return tx.connection()
        .preparedQuery(OF_INCIDENT)
        .execute(tuple(incident, after, limit))
        .map(rows -> lines(incident, rows));
  }

  /** An entry that came after a version of its incident. */
  record Meanwhile(String by, Instant at, String type, String message) {}

  private static final String AFTER_VERSION =
      """
      SELECT type, author, message, at FROM timeline
       WHERE incident_id = $1 AND version > $2
       ORDER BY seq DESC LIMIT $3\
      """;

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
      SELECT seq, metadata ->> 'lead' AS lead FROM timeline
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
                    .map(row -> new Acknowledgement(row.getInteger("seq"), row.getString("lead"))));
  }

  private static List<Line> lines(UUID incident, RowSet<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          new Line(
              incident + ":" + row.getInteger("seq"),
              row.getString("type"),
              row.getString("message"),
              instant(row, "at"),
              row.getString("author"),
              row.getString("metadata")));
    }
    return lines;
  }
}
