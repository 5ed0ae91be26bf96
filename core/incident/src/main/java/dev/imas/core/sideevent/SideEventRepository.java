package dev.imas.core.sideevent;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.ListRange;
import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads side events. */
public final class SideEventRepository {

  public record Source(UUID id, @Nullable String name) {}

  /**
   * @param count how many events it stands for
   * @param fingerprint of the alert that it is about
   */
  public record SideEventView(
      UUID id,
      Instant at,
      Instant happenedAt,
      String kind,
      Source source,
      String dialect,
      UUID receipt,
      int count,
      String title,
      @Nullable String action,
      @Nullable String fingerprint,
      String author,
      String note,
      String link,
      JsonNode labels) {}

  record Filter(
      @Nullable UUID source,
      @Nullable UUID service,
      @Nullable Integer kind,
      @Nullable Instant from,
      @Nullable Instant to) {

    Filter of(@Nullable UUID ofSource, @Nullable UUID ofService) {
      return new Filter(ofSource, ofService, kind, from, to);
    }
  }

  private static final String COLUMNS =
      """
      SELECT e.id, e.at, e.happened_at, e.kind, e.source_id, s.name AS source_name, e.dialect, e.receipt, e.n, e.title,
             e.action, e.fingerprint, e.author, e.note, e.link, e.labels
        FROM side_event e
        LEFT JOIN source s ON s.tenant_id = e.tenant_id AND s.id = e.source_id
      """;

  /** One of the labels by which alerts find their service names it, or one of its aliases. */
  private static final String OF_SERVICE =
      """
      EXISTS (SELECT 1 FROM json_each_text(e.labels::json) AS l
                  WHERE l.key IN ('service', 'job', 'app', 'application', 'component')
                    AND lower(l.value) = ANY (SELECT lower(name)
                                                FROM (SELECT v.id::text AS name FROM service v WHERE v.id = $1
                                                      UNION ALL SELECT v.name FROM service v WHERE v.id = $1
                                                      UNION ALL SELECT unnest(v.aliases) FROM service v WHERE v.id = $1) AS n))
      """;

  private static final String LIST =
      COLUMNS
          + "\n WHERE ($1::uuid IS NULL OR "
          + OF_SERVICE
          + """
          )
             AND ($2::uuid IS NULL OR e.source_id = $2)
             AND ($3::smallint IS NULL OR e.kind = $3)
             AND ($4::timestamptz IS NULL OR e.at >= $4)
             AND ($5::timestamptz IS NULL OR e.at < $5)
             AND ($6::uuid IS NULL OR e.id < $6)
           ORDER BY e.id DESC
           LIMIT $7\
          """;

  /** Newest first, since the ids are ordered by time. */
  Future<List<SideEventView>> list(Tx tx, Filter f, @Nullable UUID after, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                f.service,
                f.source,
                f.kind,
                timeOrNull(f.from),
                timeOrNull(f.to),
                after,
                paging.fetch()))
        .map(SideEventRepository::views);
  }

  private static final String BEFORE_INCIDENT =
      "WITH i AS (SELECT service_id, created_at FROM incident WHERE id = $1)\n"
          + COLUMNS
          + """
           WHERE e.kind = 2
             AND e.happened_at >= (SELECT created_at FROM i) - interval '24 hours'
             AND e.happened_at <= (SELECT created_at FROM i)
             AND e.at >= (SELECT created_at FROM i) - interval '24 hours'
             AND
          """
          + OF_SERVICE.replace("$1", "(SELECT service_id FROM i)")
          + " ORDER BY e.happened_at DESC, e.id DESC LIMIT $2";

  /** Changes to the service in the 24 hours before the incident was opened, the newest first. */
  public Future<List<SideEventView>> beforeIncident(Tx tx, UUID incident, int most) {
    return tx.connection()
        .preparedQuery(BEFORE_INCIDENT)
        .execute(tuple(incident, most))
        .map(SideEventRepository::views);
  }

  private static List<SideEventView> views(RowSet<Row> rows) {
    List<SideEventView> views = new ArrayList<>();
    for (Row row : rows) {
      Integer action = row.getInteger("action");
      UUID fingerprint = row.getUUID("fingerprint");
      views.add(
          new SideEventView(
              row.getUUID("id"),
              instant(row, "at"),
              instant(row, "happened_at"),
              SideEventKind.of(row.getInteger("kind")).wireName(),
              new Source(row.getUUID("source_id"), row.getString("source_name")),
              row.getString("dialect"),
              row.getUUID("receipt"),
              row.getInteger("n"),
              row.getString("title"),
              action == null ? null : AlertAction.of(action).wireName(),
              fingerprint == null ? null : Fingerprint.of(fingerprint).toString(),
              row.getString("author"),
              row.getString("note"),
              row.getString("link"),
              Json.read(row.getString("labels"), JsonNode.class)));
    }
    return views;
  }
}
