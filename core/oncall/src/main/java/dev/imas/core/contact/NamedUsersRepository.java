package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads which users a request names. */
final class NamedUsersRepository {

  private static final String BY_REFERENCE =
      """
      SELECT r.text, u.id
        FROM unnest($1::text[]) WITH ORDINALITY AS r(text, position)
        JOIN user_account u ON u.deleted_at IS NULL AND (u.id::text = lower(r.text) OR lower(u.username) = lower(r.text))
       ORDER BY r.position\
      """;

  /**
   * @param named ids and usernames
   * @return the id of each that there is
   */
  Map<String, UUID> find(Tx tx, List<String> named) {
    Map<String, UUID> found = new LinkedHashMap<>();
    tx.connection()
        .preparedQuery(BY_REFERENCE)
        .execute(tuple((Object) named.toArray(String[]::new)))
        .await()
        .forEach(row -> found.put(row.getString("text"), row.getUUID("id")));
    return found;
  }

  private static final String MEMBERS =
      """
      SELECT m.user_id
        FROM team_member m
        JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
       WHERE m.team_id = $1 AND u.deleted_at IS NULL
       ORDER BY lower(u.username)\
      """;

  /** Who is in a team, by name. */
  List<UUID> members(Tx tx, UUID team) {
    List<UUID> members = new ArrayList<>();
    tx.connection()
        .preparedQuery(MEMBERS)
        .execute(tuple(team))
        .await()
        .forEach(row -> members.add(row.getUUID("user_id")));
    return members;
  }

  private static final String ACTIVE =
      """
      SELECT id AS user_id FROM user_account
       WHERE is_active AND deleted_at IS NULL
       ORDER BY lower(username)
       LIMIT $1\
      """;

  /** Everybody who is active, by name. */
  List<UUID> active(Tx tx, int most) {
    List<UUID> active = new ArrayList<>();
    tx.connection()
        .preparedQuery(ACTIVE)
        .execute(tuple(most))
        .await()
        .forEach(row -> active.add(row.getUUID("user_id")));
    return active;
  }
}
