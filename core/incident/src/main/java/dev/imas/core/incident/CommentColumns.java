package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.instantOrNull;

import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** What queries read of comments, whose alias is {@code c}. */
public final class CommentColumns {

  /** For the FROM of a query that has the timeline's entries as {@code t}. */
  public static final String JOIN =
      """
      LEFT JOIN comment c ON c.tenant_id = t.tenant_id AND c.subject_kind = 'incident' AND c.subject_id = t.incident_id
                         AND c.seq = t.seq\
      """;

  /** The text of an entry, wherever it is kept. Before comments had a table, entries had it. */
  public static final String MESSAGE = "coalesce(c.text, t.message)";

  public static final String STATE =
      """
      c.id AS comment_id, c.version AS comment_version, c.edited_at, c.deleted_at, c.deleted_by,
      c.pinned_at IS NOT NULL AS is_pinned,
      CASE WHEN c.id IS NULL THEN NULL ELSE (
        SELECT coalesce(jsonb_agg(jsonb_build_object('reaction', r.reaction, 'count', r.n, 'by', r.names) ORDER BY r.reaction), '[]')
          FROM (SELECT g.reaction, count(*) AS n, (array_agg(u.username ORDER BY g.at, u.username))[1:10] AS names
                  FROM comment_reaction g JOIN user_account u ON u.tenant_id = g.tenant_id AND u.id = g.user_id
                 WHERE g.tenant_id = c.tenant_id AND g.comment_id = c.id
                 GROUP BY g.reaction) AS r)::text END AS reactions,
      CASE WHEN c.id IS NULL THEN NULL ELSE (
        SELECT coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'name', n.name) ORDER BY n.kind DESC, n.name), '[]')
          FROM (SELECT m.kind, coalesce(u.username, e.name) AS name
                  FROM comment_mention m
                  LEFT JOIN user_account u ON m.kind = 'user' AND u.tenant_id = m.tenant_id AND u.id = m.target_id
                  LEFT JOIN team e ON m.kind = 'team' AND e.tenant_id = m.tenant_id AND e.id = m.target_id
                 WHERE m.tenant_id = c.tenant_id AND m.comment_id = c.id) AS n
         WHERE n.name IS NOT NULL)::text END AS mentions\
      """;

  private CommentColumns() {}

  /** What has become of a comment; null if the entry is none. */
  public static @Nullable CommentState state(Row row) {
    return row.getUUID("comment_id") == null
        ? null
        : new CommentState(
            row.getUUID("comment_id"),
            row.getInteger("comment_version"),
            instantOrNull(row, "edited_at"),
            instantOrNull(row, "deleted_at"),
            row.getString("deleted_by"),
            row.getBoolean("is_pinned"),
            row.getString("reactions"),
            row.getString("mentions"));
  }
}
