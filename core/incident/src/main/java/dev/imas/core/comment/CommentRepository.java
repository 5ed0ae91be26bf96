package dev.imas.core.comment;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.CommentColumns;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores comments of incidents. Callers that change one have locked its incident. */
final class CommentRepository {

  /** Who wrote a comment, and what has become of it. */
  record Stored(
      UUID id,
      UUID incident,
      int seq,
      String author,
      @Nullable UUID authorId,
      int version,
      boolean isDeleted,
      boolean isPinned) {}

  /** A text that a comment had. */
  record Version(int version, String author, Instant at, String message, String sha256) {}

  private static final String INSERT =
      """
      WITH n AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[])
          AS n(id, incident_id, seq, author, author_id, text, at)),
      stored AS (
        INSERT INTO comment (tenant_id, id, subject_kind, subject_id, seq, author, author_id, text, created_at)
        SELECT current_tenant(), n.id, 'incident', n.incident_id, n.seq, n.author, n.author_id, n.text, n.at FROM n)
      INSERT INTO comment_version (tenant_id, comment_id, version, text, sha256, at, author)
      SELECT current_tenant(), n.id, 1, n.text, sha256(convert_to(n.text, 'UTF8')), n.at, n.author FROM n\
      """;

  Future<Void> insert(Tx tx, List<NewComment> n) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, NewComment::id, UUID[]::new),
                column(n, NewComment::incident, UUID[]::new),
                column(n, NewComment::seq, Integer[]::new),
                column(n, NewComment::author, String[]::new),
                column(n, NewComment::authorId, UUID[]::new),
                column(n, NewComment::text, String[]::new),
                times(n, NewComment::at)))
        .mapEmpty();
  }

  private static final String FIND =
      """
      SELECT id, subject_id, seq, author, author_id, version, deleted_at IS NOT NULL AS is_deleted,
             pinned_at IS NOT NULL AS is_pinned
        FROM comment WHERE subject_kind = 'incident' AND subject_id = $1 AND id = $2\
      """;

  Optional<Stored> find(Tx tx, UUID incident, UUID id) {
    return tx.connection().preparedQuery(FIND).execute(tuple(incident, id)).await().stream()
        .findFirst()
        .map(
            row ->
                new Stored(
                    row.getUUID("id"),
                    row.getUUID("subject_id"),
                    row.getInteger("seq"),
                    row.getString("author"),
                    row.getUUID("author_id"),
                    row.getInteger("version"),
                    row.getBoolean("is_deleted"),
                    row.getBoolean("is_pinned")));
  }

  private static final String EDIT =
      """
      WITH edited AS (
        UPDATE comment SET text = $2, version = version + 1, edited_at = $3 WHERE id = $1 RETURNING version)
      INSERT INTO comment_version (tenant_id, comment_id, version, text, sha256, at, author)
      SELECT current_tenant(), $1, e.version, $2, sha256(convert_to($2, 'UTF8')), $3, $4 FROM edited e
      RETURNING version, encode(sha256, 'hex') AS sha256\
      """;

  /** The new version, and the hash of its text. */
  record Edited(int version, String sha256) {}

  Edited edit(Tx tx, UUID id, String text, Instant at, String by) {
    Row row =
        tx.connection()
            .preparedQuery(EDIT)
            .execute(tuple(id, text, time(at), by))
            .await()
            .iterator()
            .next();
    return new Edited(row.getInteger("version"), row.getString("sha256"));
  }

  private static final String DELETE =
      """
      WITH gone AS (
        UPDATE comment SET text = '', deleted_at = $2, deleted_by = $3, pinned_at = NULL, pinned_by = NULL
         WHERE id = $1),
      unreacted AS (DELETE FROM comment_reaction WHERE comment_id = $1),
      unmentioned AS (DELETE FROM comment_mention WHERE comment_id = $1)
      UPDATE comment_version SET text = '' WHERE comment_id = $1\
      """;

  /** The texts of all versions are gone; that there was a comment stays, with their hashes. */
  void delete(Tx tx, UUID id, Instant at, String by) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id, time(at), by)).await();
  }

  private static final String PIN =
      "UPDATE comment SET pinned_at = $2, pinned_by = $3 WHERE id = $1";

  void pin(Tx tx, UUID id, @Nullable Instant at, @Nullable String by) {
    tx.connection().preparedQuery(PIN).execute(tuple(id, at == null ? null : time(at), by)).await();
  }

  private static final String PINNED =
      """
      SELECT count(*) AS n FROM comment
       WHERE subject_kind = 'incident' AND subject_id = $1 AND pinned_at IS NOT NULL\
      """;

  int pinned(Tx tx, UUID incident) {
    return Math.toIntExact(
        tx.connection()
            .preparedQuery(PINNED)
            .execute(tuple(incident))
            .await()
            .iterator()
            .next()
            .getLong("n"));
  }

  private static final String REACT =
      """
      INSERT INTO comment_reaction (tenant_id, comment_id, user_id, reaction, at)
      VALUES (current_tenant(), $1, $2, $3, $4) ON CONFLICT DO NOTHING\
      """;

  boolean react(Tx tx, UUID id, UUID user, EmojiReaction reaction, Instant at) {
    return tx.connection()
            .preparedQuery(REACT)
            .execute(tuple(id, user, reaction.wireName(), time(at)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String UNREACT =
      "DELETE FROM comment_reaction WHERE comment_id = $1 AND user_id = $2 AND reaction = $3";

  boolean unreact(Tx tx, UUID id, UUID user, EmojiReaction reaction) {
    return tx.connection()
            .preparedQuery(UNREACT)
            .execute(tuple(id, user, reaction.wireName()))
            .await()
            .rowCount()
        > 0;
  }

  private static final String VIEW =
      """
      SELECT c.seq, c.author, c.text, c.created_at,
             %s
        FROM comment c
       WHERE c.tenant_id = current_tenant() AND c.subject_kind = 'incident' AND c.subject_id = $1\
      """
          .formatted(CommentColumns.STATE);

  private static final String ONE = VIEW + " AND c.id = $2";

  private static final String PAGE = VIEW + " AND c.seq > $2 ORDER BY c.seq LIMIT $3";

  private static final String PINS = VIEW + " AND c.pinned_at IS NOT NULL ORDER BY c.seq";

  CommentView view(Tx tx, UUID incident, UUID id) {
    return views(tx.connection().preparedQuery(ONE).execute(tuple(incident, id)).await())
        .getFirst();
  }

  /** The oldest first. */
  List<CommentView> list(Tx tx, UUID incident, int after, int limit) {
    return views(
        tx.connection().preparedQuery(PAGE).execute(tuple(incident, after, limit)).await());
  }

  List<CommentView> pins(Tx tx, UUID incident) {
    return views(tx.connection().preparedQuery(PINS).execute(tuple(incident)).await());
  }

  private static List<CommentView> views(RowSet<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new CommentView(
                    row.getInteger("seq"),
                    row.getString("author"),
                    row.getString("text"),
                    instant(row, "created_at"),
                    Objects.requireNonNull(CommentColumns.state(row))))
        .toList();
  }

  private static final String VERSIONS =
      """
      SELECT version, author, at, text, encode(sha256, 'hex') AS sha256
        FROM comment_version WHERE comment_id = $1 ORDER BY version\
      """;

  /** All of them, the oldest first. */
  List<Version> versions(Tx tx, UUID id) {
    return tx.connection().preparedQuery(VERSIONS).execute(tuple(id)).await().stream()
        .map(
            row ->
                new Version(
                    row.getInteger("version"),
                    row.getString("author"),
                    instant(row, "at"),
                    row.getString("text"),
                    row.getString("sha256")))
        .toList();
  }
}
