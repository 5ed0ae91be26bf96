package dev.imas.core.user;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes who is a member of which team. */
final class MemberRepository {

  /**
   * @param role member or lead
   */
  record MemberView(MemberName user, String role, Instant addedAt) {}

  record MemberName(UUID id, String username, String firstName, String lastName) {}

  private static final String LIST =
      """
      SELECT u.id, u.username, u.first_name, u.last_name, m.role, m.added_at
        FROM team_member m JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
       WHERE m.team_id = $1 AND ($2::uuid IS NULL OR m.user_id = $2) AND ($3::text IS NULL OR lower(u.username) > lower($3))
       ORDER BY lower(u.username)
       LIMIT $4\
      """;

  Future<List<MemberView>> list(Tx tx, UUID team, ListRange paging) {
    return read(tx, team, null, paging.after(), paging.fetch());
  }

  Future<Optional<MemberView>> find(Tx tx, UUID team, UUID user) {
    return read(tx, team, user, null, 1).map(found -> found.stream().findFirst());
  }

  private static Future<List<MemberView>> read(
      Tx tx, UUID team, @Nullable UUID user, @Nullable String after, int limit) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(team, user, after, limit))
        .map(
            rows -> {
              List<MemberView> members = new ArrayList<>();
              rows.forEach(row -> members.add(member(row)));
              return members;
            });
  }

  private static MemberView member(Row row) {
    return new MemberView(
        new MemberName(
            row.getUUID("id"),
            row.getString("username"),
            row.getString("first_name"),
            row.getString("last_name")),
        row.getString("role"),
        instant(row, "added_at"));
  }

  private static final String PUT =
      """
      INSERT INTO team_member (tenant_id, team_id, user_id, role) VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT (tenant_id, team_id, user_id) DO UPDATE SET role = excluded.role\
      """;

  Future<Void> put(Tx tx, UUID team, UUID user, String role) {
    return tx.connection().preparedQuery(PUT).execute(tuple(team, user, role)).mapEmpty();
  }

  private static final String DELETE =
      "DELETE FROM team_member WHERE team_id = $1 AND user_id = $2";

  Future<Boolean> delete(Tx tx, UUID team, UUID user) {
    return tx.connection()
        .preparedQuery(DELETE)
        .execute(tuple(team, user))
        .map(r -> r.rowCount() > 0);
  }

  private static final String LEAD =
      """
      SELECT u.id FROM team_member m JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
       WHERE m.team_id = $1 AND m.role = 'lead' AND m.user_id <> $2 AND u.is_active AND u.deleted_at IS NULL
       ORDER BY m.added_at, m.user_id
       LIMIT 1\
      """;

  /** The first active lead of the team besides that user. */
  Future<Optional<UUID>> lead(Tx tx, UUID team, UUID besides) {
    return tx.connection().preparedQuery(LEAD).execute(tuple(team, besides)).map(Rows::firstId);
  }
}
