package dev.imas.core.search;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.CommentColumns;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds by words, and reads what was found under the rights of the caller's tenant. */
final class SearchRepository {

  /** So many are looked at in each kind. */
  static final int MOST = 1_000;

  /** Of services and the like, so many names are looked at. */
  static final int MOST_NAMES = 5_000;

  /** What was found by name; complete if all names were looked at. */
  record Named(List<Found.Item> items, boolean complete) {}

  /**
   * The keys of what matches, newest first.
   *
   * @param end where the search ended because of its time; null if it saw all
   */
  record Ids(List<SearchTextRepository.Key> keys, @Nullable SearchEnd end) {}

  private static final String IDS =
      "SELECT ids, seqs, last, last_bucket FROM search_ids($1, $2, $3, $4, $5, $6)";

  /**
   * @param longest after this time it ends where it is, but it always sees some texts
   */
  Future<Ids> ids(Tx tx, SearchKind kind, SearchQuery query, SearchEnd after, Duration longest) {
    return tx.connection()
        .preparedQuery(IDS)
        .execute(
            tuple(
                kind.code(),
                query.tsquery(),
                MOST + 1,
                interval(longest),
                time(after.newest()),
                after.bucket()))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              UUID[] ids = row.getArrayOfUUIDs("ids");
              Integer[] seqs = row.getArrayOfIntegers("seqs");
              List<SearchTextRepository.Key> keys = new ArrayList<>(ids.length);
              for (int i = 0; i < ids.length; i++) {
                keys.add(new SearchTextRepository.Key(ids[i], seqs[i]));
              }
              Integer bucket = row.getInteger("last_bucket");
              return new Ids(
                  keys, bucket == null ? null : new SearchEnd(instant(row, "last"), bucket));
            });
  }

  private static final String INCIDENTS =
      """
      SELECT i.id, i.short_id, i.title, i.description, i.status, i.severity, i.created_at AS at
        FROM incident i
       WHERE i.tenant_id = current_tenant() AND i.id = ANY ($1)
       ORDER BY i.created_at DESC, i.id DESC\
      """;

  Future<List<Found.Item>> incidents(
      Tx tx, List<SearchTextRepository.Key> keys, SearchQuery query) {
    return read(
        tx,
        INCIDENTS,
        keys,
        row -> {
          UUID id = row.getUUID("id");
          String title = row.getString("short_id") + " " + row.getString("title");
          return item(query, row, id.toString(), title, row.getString("description"))
              .of(row.getString("status"), row, id);
        });
  }

  private static final String ALERTS =
      """
      SELECT a.fingerprint AS id, a.name, a.labels, a.status, a.severity, a.created_at AS at, i.id AS incident_id, i.short_id,
             (SELECT string_agg(l.key || '=' || l.value, ' ' ORDER BY l.key) FROM jsonb_each_text(a.labels::jsonb) AS l) AS words
        FROM alert_state a
        LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
       WHERE a.tenant_id = current_tenant() AND a.fingerprint = ANY ($1)
       ORDER BY a.created_at DESC, a.fingerprint DESC\
      """;

  private static final List<String> STATUSES = List.of("FIRING", "RESOLVED", "SUPPRESSED");

  Future<List<Found.Item>> alerts(Tx tx, List<SearchTextRepository.Key> keys, SearchQuery query) {
    return read(
        tx,
        ALERTS,
        keys,
        row ->
            item(
                    query,
                    row,
                    Fingerprint.of(row.getUUID("id")).toString(),
                    row.getString("name"),
                    row.getString("words"))
                .of(STATUSES.get(row.getInteger("status") - 1), row, row.getUUID("incident_id")));
  }

  private static final String ENTRIES =
      """
      SELECT t.seq, t.author, %s AS message, t.at, i.id, i.short_id, i.title, i.status, i.severity
        FROM unnest($1::uuid[], $2::integer[]) AS k(id, seq)
        JOIN timeline t ON t.tenant_id = current_tenant() AND t.incident_id = k.id AND t.seq = k.seq
        JOIN incident i ON i.tenant_id = t.tenant_id AND i.id = t.incident_id
        %s
       WHERE c.deleted_at IS NULL
       ORDER BY t.at DESC, t.incident_id DESC, t.seq DESC\
      """
          .formatted(CommentColumns.MESSAGE, CommentColumns.JOIN);

  Future<List<Found.Item>> entries(Tx tx, List<SearchTextRepository.Key> keys, SearchQuery query) {
    return tx.connection()
        .preparedQuery(ENTRIES)
        .execute(
            tuple(
                column(keys, SearchTextRepository.Key::id, UUID[]::new),
                column(keys, SearchTextRepository.Key::seq, Integer[]::new)))
        .map(
            rows ->
                list(
                    rows,
                    row -> {
                      UUID id = row.getUUID("id");
                      String title = row.getString("short_id") + " " + row.getString("title");
                      String text = row.getString("author") + ": " + row.getString("message");
                      return item(query, row, id + ":" + row.getInteger("seq"), title, text)
                          .of(row.getString("status"), row, id);
                    }));
  }

  private Future<List<Found.Item>> read(
      Tx tx, String sql, List<SearchTextRepository.Key> keys, Function<Row, Found.Item> reader) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple((Object) column(keys, SearchTextRepository.Key::id, UUID[]::new)))
        .map(rows -> list(rows, reader));
  }

  /** An item without what only incidents and alerts have. */
  private record Half(SearchQuery query, Row row, String id, String title, String text) {

    Found.Item of(String status, Row severity, UUID incident) {
      Excerpt shown = Excerpt.of(text, query);
      return new Found.Item(
          id,
          title,
          shown.text(),
          instant(row, "at"),
          status,
          Severity.of(severity.getInteger("severity")),
          incident == null ? null : new Found.Incident(incident, row.getString("short_id")),
          query.ranges(title),
          shown.ranges());
    }
  }

  private static Half item(SearchQuery query, Row row, String id, String title, String text) {
    return new Half(query, row, id, title, text == null ? "" : text);
  }

  private static final String SERVICES =
      "SELECT id, name, array_to_string(aliases, ' ') AS more FROM service ORDER BY lower(name)"
          + " LIMIT $1";
  private static final String TEAMS =
      "SELECT id, name, '' AS more FROM team ORDER BY lower(name) LIMIT $1";
  private static final String SCHEDULES =
      "SELECT id, name, '' AS more FROM schedule WHERE deleted_at IS NULL ORDER BY lower(name)"
          + " LIMIT $1";
  private static final String POLICIES =
      "SELECT id, name, '' AS more FROM escalation_policy WHERE deleted_at IS NULL ORDER BY"
          + " lower(name) LIMIT $1";
  private static final String PEOPLE =
      """
      SELECT id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) AS name, username AS more
        FROM user_account WHERE is_active AND deleted_at IS NULL ORDER BY lower(username) LIMIT $1\
      """;

  /** Those whose name, alias or user name has all words, by name. */
  Future<Named> named(Tx tx, SearchKind kind, SearchQuery query) {
    String sql =
        switch (kind) {
          case SERVICE -> SERVICES;
          case TEAM -> TEAMS;
          case SCHEDULE -> SCHEDULES;
          case POLICY -> POLICIES;
          case PERSON -> PEOPLE;
          case INCIDENT, ALERT, TIMELINE ->
              throw new IllegalArgumentException(kind + " is found by its text");
        };
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple(MOST_NAMES))
        .map(
            rows -> {
              List<Found.Item> items = new ArrayList<>();
              for (Row row : rows) {
                String name = row.getString("name");
                String more = row.getString("more");
                if (query.matches(name + " " + more)) {
                  items.add(
                      new Found.Item(
                          row.getUUID("id").toString(),
                          name,
                          more,
                          null,
                          null,
                          null,
                          null,
                          query.ranges(name),
                          query.ranges(more)));
                }
              }
              return new Named(items, rows.size() < MOST_NAMES);
            });
  }

  private static List<Found.Item> list(RowSet<Row> rows, Function<Row, Found.Item> reader) {
    List<Found.Item> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(reader.apply(row)));
    return items;
  }
}
