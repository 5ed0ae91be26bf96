package dev.imas.core.item;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads who hears of an item. On a virtual thread. */
public final class ItemRecipientRepository {

  private static final String IS_THERE =
      """
      SELECT u.id FROM user_account u
       WHERE u.id = ANY ($1) AND u.is_active AND u.deleted_at IS NULL
         AND NOT EXISTS (SELECT FROM user_absence a
                          WHERE a.user_id = u.id AND a.from_at <= $2 AND a.until_at > $2
                            AND (a.ended_at IS NULL OR a.ended_at > $2))
       ORDER BY u.id\
      """;

  /** Those of these people who are active, and not absent at that time. */
  public List<UUID> there(Tx tx, Collection<UUID> people, Instant at) {
    return ids(tx, IS_THERE, people.toArray(UUID[]::new), time(at));
  }

  private static final String MEMBERS =
      "SELECT user_id AS id FROM team_member WHERE team_id = $1 ORDER BY user_id LIMIT 500";

  public List<UUID> members(Tx tx, UUID team) {
    return ids(tx, MEMBERS, team);
  }

  private static final String TEAMS_OF =
      "SELECT team_id AS id FROM team_member WHERE user_id = $1 ORDER BY team_id LIMIT 20";

  List<UUID> teamsOf(Tx tx, UUID person) {
    return ids(tx, TEAMS_OF, person);
  }

  private static List<UUID> ids(Tx tx, String sql, @Nullable Object... values) {
    List<UUID> ids = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(sql).execute(tuple(values)).await()) {
      ids.add(row.getUUID("id"));
    }
    return ids;
  }

  /** What a message says of the incident of an item. */
  record About(String shortId, UUID team, boolean isTest) {}

  private static final String ABOUT =
      """
      SELECT i.short_id, s.owner_team_id, i.is_test FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
       WHERE i.id = $1\
      """;

  @Nullable About about(Tx tx, @Nullable UUID incident) {
    if (incident == null) {
      return null;
    }
    for (Row row : tx.connection().preparedQuery(ABOUT).execute(tuple(incident)).await()) {
      return new About(
          row.getString("short_id"), row.getUUID("owner_team_id"), row.getBoolean("is_test"));
    }
    return null;
  }
}
