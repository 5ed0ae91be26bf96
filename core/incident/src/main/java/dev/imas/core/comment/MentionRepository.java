package dev.imas.core.comment;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds and stores whom comments name. */
final class MentionRepository {

  /** What a comment can name. */
  enum Kind {
    USER,
    TEAM;

    static Kind of(String stored) {
      return stored.equals("user") ? USER : TEAM;
    }
  }

  /** Somebody who was found by a name. */
  record Found(Kind kind, UUID id) {}

  // A person's name goes before a team's, as people read it.
  private static final String FIND =
      """
      SELECT DISTINCT ON (n.name) n.name, f.kind, f.id
        FROM unnest($1::text[]) AS n(name)
        CROSS JOIN LATERAL (
          SELECT 'user' AS kind, u.id, 1 AS nth FROM user_account u
           WHERE u.tenant_id = current_tenant() AND lower(u.username) = n.name AND u.deleted_at IS NULL AND u.is_active
          UNION ALL
          SELECT 'team', e.id, 2 FROM team e WHERE e.tenant_id = current_tenant() AND lower(e.name) = n.name) AS f
       ORDER BY n.name, f.nth\
      """;

  List<Found> find(Tx tx, List<String> names) {
    List<Found> found = new ArrayList<>();
    if (names.isEmpty()) {
      return found;
    }
    for (Row row :
        tx.connection()
            .preparedQuery(FIND)
            .execute(tuple((Object) names.toArray(String[]::new)))
            .await()) {
      found.add(new Found(Kind.of(row.getString("kind")), row.getUUID("id")));
    }
    return found.stream().distinct().toList();
  }

  private static final String SET =
      """
      WITH others AS (
        DELETE FROM comment_mention
         WHERE comment_id = $1 AND (kind, target_id) NOT IN (SELECT * FROM unnest($2::text[], $3::uuid[])))
      INSERT INTO comment_mention (tenant_id, comment_id, kind, target_id)
      SELECT current_tenant(), $1, n.kind, n.id FROM unnest($2::text[], $3::uuid[]) AS n(kind, id)
          ON CONFLICT DO NOTHING\
      """;

  /** Whom the comment names from now on. */
  void set(Tx tx, UUID comment, List<Found> found) {
    tx.connection()
        .preparedQuery(SET)
        .execute(
            tuple(
                comment,
                found.stream()
                    .map(one -> one.kind() == Kind.USER ? "user" : "team")
                    .toArray(String[]::new),
                found.stream().map(Found::id).toArray(UUID[]::new)))
        .await();
  }
}
