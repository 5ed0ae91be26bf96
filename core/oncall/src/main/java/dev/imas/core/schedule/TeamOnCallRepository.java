package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who stands in when no schedule of a team has anybody on call. */
final class TeamOnCallRepository {

  /**
   * @param current set by hand
   * @param manager the team's
   * @param last the tenant's
   */
  record StandIns(Optional<UUID> current, Optional<UUID> manager, Optional<UUID> last) {}

  private static final String READ =
      """
      SELECT t.current_id, t.manager_id, d.user_id AS last_id
        FROM (SELECT $1::uuid AS team_id) AS asked
        LEFT JOIN team_on_call t ON t.team_id = asked.team_id
        LEFT JOIN tenant_on_call d ON true\
      """;

  StandIns read(Tx tx, UUID team) {
    return ask(tx, team).await();
  }

  /** The same, for who asks for more before waiting for it. */
  Future<StandIns> ask(Tx tx, UUID team) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(team))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new StandIns(
                  Optional.ofNullable(row.getUUID("current_id")),
                  Optional.ofNullable(row.getUUID("manager_id")),
                  Optional.ofNullable(row.getUUID("last_id")));
            });
  }

  private static final String TEAMS_OF =
      "SELECT team_id FROM team_on_call WHERE $1 IN (current_id, manager_id) ORDER BY team_id";

  /** The teams that the user stands in for. */
  List<UUID> teamsOf(Tx tx, UUID user) {
    List<UUID> teams = new ArrayList<>();
    tx.connection()
        .preparedQuery(TEAMS_OF)
        .execute(tuple(user))
        .await()
        .forEach(row -> teams.add(row.getUUID("team_id")));
    return teams;
  }

  private static final String WRITE =
      """
      INSERT INTO team_on_call (tenant_id, team_id, current_id, manager_id, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4)
      ON CONFLICT (tenant_id, team_id)
      DO UPDATE SET current_id = $2, manager_id = $3, updated_at = $4, version = team_on_call.version + 1\
      """;

  void write(Tx tx, UUID team, @Nullable UUID current, @Nullable UUID manager, Instant now) {
    tx.connection().preparedQuery(WRITE).execute(tuple(team, current, manager, time(now))).await();
  }

  private static final String WRITE_LAST =
      """
      INSERT INTO tenant_on_call (tenant_id, user_id, updated_at)
      VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id) DO UPDATE SET user_id = $1, updated_at = $2, version = tenant_on_call.version + 1\
      """;

  void writeLast(Tx tx, @Nullable UUID person, Instant now) {
    tx.connection().preparedQuery(WRITE_LAST).execute(tuple(person, time(now))).await();
  }
}
