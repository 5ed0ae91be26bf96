package dev.imas.core.search;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.CommentColumns;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits to be written for search, and what is written. */
final class SearchTextRepository {

  /** In characters. What follows in a text is not found: one alert may bring megabytes. */
  static final int LONGEST_TEXT = 10_000;

  /**
   * What is written in one transaction takes some 50 ms, in a storm a few times as long. While a
   * longer one lasts, the row versions that posts leave behind stay, and their table grows.
   */
  static final int TEXTS_OF_A_MARK = 50;

  /** An entry of a timeline, or, with 0, an incident or alert. */
  record Key(UUID id, int seq) {}

  /** What has to be written, of some transactions. */
  record Work(int rows, List<UUID> alerts, List<UUID> incidents, List<Key> entries) {}

  /** Something that can be found by these texts. */
  record Doc(Key key, Instant at, List<String> texts) {}

  /** Where texts of a kind are added. */
  record Bucket(int id, int docs) {}

  private static final String MARK =
      """
      INSERT INTO search_work (tenant_id, alerts, incidents, entry_incidents, entry_seqs)
      VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  Future<Void> mark(Tx tx, Collection<UUID> alerts, Collection<UUID> incidents, List<Key> entries) {
    List<Tuple> marks = new ArrayList<>();
    parts(alerts, part -> marks.add(mark(part, List.of(), List.of())));
    parts(incidents, part -> marks.add(mark(List.of(), part, List.of())));
    parts(entries, part -> marks.add(mark(List.of(), List.of(), part)));
    return marks.isEmpty()
        ? Future.succeededFuture()
        : tx.connection().preparedQuery(MARK).executeBatch(marks).mapEmpty();
  }

  private static <T> void parts(Collection<T> all, Consumer<List<T>> each) {
    List<T> list = List.copyOf(all);
    for (int from = 0; from < list.size(); from += TEXTS_OF_A_MARK) {
      each.accept(list.subList(from, Math.min(list.size(), from + TEXTS_OF_A_MARK)));
    }
  }

  private static Tuple mark(List<UUID> alerts, List<UUID> incidents, List<Key> entries) {
    return tuple(
        alerts.toArray(UUID[]::new),
        incidents.toArray(UUID[]::new),
        column(entries, Key::id, UUID[]::new),
        column(entries, Key::seq, Integer[]::new));
  }

  private static final String TENANTS = "SELECT tenant_id FROM search_tenants()";

  /** The tenants with work. */
  Future<List<TenantId>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              List<TenantId> tenants = new ArrayList<>();
              rows.forEach(row -> tenants.add(new TenantId(row.getUUID(0))));
              return tenants;
            });
  }

  private static final String TAKE =
      """
      DELETE FROM search_work
       WHERE tenant_id = current_tenant()
         AND id = ANY (ARRAY (
           SELECT o.id
             FROM (SELECT w.id, row_number() OVER oldest AS nth,
                          sum(cardinality(w.alerts) + cardinality(w.incidents) + cardinality(w.entry_seqs)) OVER oldest AS texts
                     FROM (SELECT * FROM search_work WHERE tenant_id = current_tenant() ORDER BY id LIMIT $1) AS w
                   WINDOW oldest AS (ORDER BY w.id)) AS o
            WHERE o.nth = 1 OR o.texts <= $2))
      RETURNING alerts, incidents, entry_incidents, entry_seqs\
      """;

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('imas.search.' || current_tenant(), 0)),"
          + " set_config('synchronous_commit', 'off', true)";

  /**
   * Whether this transaction is the only one that writes for its tenant: another could write over a
   * newer text with what it has read before. Its commit does not wait for the disk: if the server
   * loses it, the marks are there again, and so is the work.
   */
  Future<Boolean> lock(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Takes the oldest work, of at most so many rows: the first, and more for as few texts as it. */
  Future<Work> take(Tx tx, int rows) {
    return tx.connection()
        .preparedQuery(TAKE)
        .execute(tuple(rows, TEXTS_OF_A_MARK))
        .map(SearchTextRepository::work);
  }

  private static Work work(RowSet<Row> rows) {
    List<UUID> alerts = new ArrayList<>();
    List<UUID> incidents = new ArrayList<>();
    List<Key> entries = new ArrayList<>();
    for (Row row : rows) {
      alerts.addAll(List.of(row.getArrayOfUUIDs("alerts")));
      incidents.addAll(List.of(row.getArrayOfUUIDs("incidents")));
      UUID[] ids = row.getArrayOfUUIDs("entry_incidents");
      Integer[] seqs = row.getArrayOfIntegers("entry_seqs");
      for (int i = 0; i < ids.length; i++) {
        entries.add(new Key(ids[i], seqs[i]));
      }
    }
    return new Work(
        rows.size(),
        alerts.stream().distinct().toList(),
        incidents.stream().distinct().toList(),
        entries);
  }

  private static final String INCIDENTS =
      """
      SELECT i.id, 0 AS seq, i.created_at AS at, i.short_id AS a, i.title AS b, left(i.description, $2) AS c,
             left(i.resolution_note, $2) AS d, left(i.root_cause, $2) AS e, s.name AS f
        FROM incident i
        LEFT JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
       WHERE i.tenant_id = current_tenant() AND i.id = ANY ($1)\
      """;

  Future<List<Doc>> incidents(Tx tx, List<UUID> ids) {
    return docs(tx, INCIDENTS, ids);
  }

  private static final String ALERTS =
      """
      SELECT a.fingerprint AS id, 0 AS seq, a.created_at AS at, a.name AS a,
             (SELECT left(string_agg(l.value, ' '), $2) FROM jsonb_each_text(a.labels::jsonb) AS l) AS b,
             (SELECT left(string_agg(n.value, ' '), $2) FROM jsonb_each_text(a.annotations::jsonb) AS n) AS c,
             (SELECT left(string_agg(l.key, ' '), $2) FROM jsonb_each_text(a.labels::jsonb) AS l) AS d,
             NULL::text AS e, NULL::text AS f
        FROM alert_state a
       WHERE a.tenant_id = current_tenant() AND a.fingerprint = ANY ($1)\
      """;

  Future<List<Doc>> alerts(Tx tx, List<UUID> fingerprints) {
    return docs(tx, ALERTS, fingerprints);
  }

  private static final String ENTRIES =
      """
      SELECT t.incident_id AS id, t.seq, t.at, left(%s, $3) AS a, t.author AS b, NULL::text AS c, NULL::text AS d,
             NULL::text AS e, NULL::text AS f
        FROM unnest($1::uuid[], $2::integer[]) AS k(id, seq)
        JOIN timeline t ON t.tenant_id = current_tenant() AND t.incident_id = k.id AND t.seq = k.seq
        %s\
      """
          .formatted(CommentColumns.MESSAGE, CommentColumns.JOIN);

  Future<List<Doc>> entries(Tx tx, List<Key> keys) {
    return keys.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.connection()
            .preparedQuery(ENTRIES)
            .execute(
                tuple(
                    column(keys, Key::id, UUID[]::new),
                    column(keys, Key::seq, Integer[]::new),
                    LONGEST_TEXT))
            .map(SearchTextRepository::docs);
  }

  private static Future<List<Doc>> docs(Tx tx, String sql, List<UUID> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.connection()
            .preparedQuery(sql)
            .execute(tuple(ids.toArray(UUID[]::new), LONGEST_TEXT))
            .map(SearchTextRepository::docs);
  }

  private static List<Doc> docs(RowSet<Row> rows) {
    List<Doc> docs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<String> texts = new ArrayList<>();
      for (String name : List.of("a", "b", "c", "d", "e", "f")) {
        @Nullable String text = row.getString(name);
        if (text != null && !text.isEmpty()) {
          texts.add(text);
        }
      }
      docs.add(
          new Doc(new Key(row.getUUID("id"), row.getInteger("seq")), instant(row, "at"), texts));
    }
    return docs;
  }

  private static final String REWRITE =
      """
      UPDATE search_text s SET words = replace(n.words, '#', s.bucket::text)::tsvector
        FROM unnest($2::uuid[], $3::integer[], $4::text[]) AS n(id, seq, words)
       WHERE s.tenant_id = current_tenant() AND s.kind = $1 AND s.id = n.id AND s.seq = n.seq
      RETURNING s.id, s.seq\
      """;

  /**
   * Writes those that can be found already, in their own buckets.
   *
   * @return which
   */
  Future<List<Key>> rewrite(Tx tx, SearchKind kind, List<Doc> docs, List<String> vectors) {
    return tx.connection()
        .preparedQuery(REWRITE)
        .execute(
            tuple(
                kind.code(),
                column(docs, d -> d.key().id(), UUID[]::new),
                column(docs, d -> d.key().seq(), Integer[]::new),
                vectors.toArray(String[]::new)))
        .map(
            rows -> {
              List<Key> keys = new ArrayList<>();
              rows.forEach(row -> keys.add(new Key(row.getUUID("id"), row.getInteger("seq"))));
              return keys;
            });
  }

  private static final String OPEN =
      """
      SELECT b.id, b.docs FROM search_bucket b
       WHERE b.tenant_id = current_tenant() AND b.kind = $1 AND b.docs < $2
       ORDER BY b.newest DESC, b.id DESC LIMIT 1\
      """;

  /** A bucket with room, or null. */
  Future<@Nullable Bucket> open(Tx tx, SearchKind kind, int most) {
    return tx.connection()
        .preparedQuery(OPEN)
        .execute(tuple(kind.code(), most))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              Row row = rows.iterator().next();
              return new Bucket(row.getInteger("id"), row.getInteger("docs"));
            });
  }

  private static final String ADD_BUCKET =
      """
      INSERT INTO search_bucket (tenant_id, kind, docs, newest) VALUES (current_tenant(), $1, 0, '-infinity')
      RETURNING id\
      """;

  Future<Bucket> addBucket(Tx tx, SearchKind kind) {
    return tx.connection()
        .preparedQuery(ADD_BUCKET)
        .execute(tuple(kind.code()))
        .map(rows -> new Bucket(rows.iterator().next().getInteger("id"), 0));
  }

  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO search_text (tenant_id, kind, id, seq, bucket, at, words)
        SELECT current_tenant(), $1, n.id, n.seq, $2, n.at, replace(n.words, '#', $2::integer::text)::tsvector
          FROM unnest($3::uuid[], $4::integer[], $5::timestamptz[], $6::text[]) AS n(id, seq, at, words)
        ON CONFLICT (tenant_id, kind, id, seq) DO NOTHING
        RETURNING at)
      UPDATE search_bucket b SET docs = b.docs + a.docs, newest = greatest(b.newest, a.newest)
        FROM (SELECT count(*) AS docs, max(at) AS newest FROM added) AS a
       WHERE b.tenant_id = current_tenant() AND b.id = $2 AND a.docs > 0\
      """;

  Future<Void> add(Tx tx, SearchKind kind, Bucket bucket, List<Doc> docs, List<String> vectors) {
    return tx.connection()
        .preparedQuery(ADD)
        .execute(
            tuple(
                kind.code(),
                bucket.id(),
                column(docs, d -> d.key().id(), UUID[]::new),
                column(docs, d -> d.key().seq(), Integer[]::new),
                times(docs, Doc::at),
                vectors.toArray(String[]::new)))
        .mapEmpty();
  }
}
