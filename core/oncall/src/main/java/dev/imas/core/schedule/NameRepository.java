package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.UUID;

/** Finds schedules, teams, users and environments by name or id, and their names by id. */
public final class NameRepository {

  private static final String NAME =
      """
      SELECT name FROM schedule WHERE id = $1
      UNION ALL SELECT name FROM team WHERE id = $1
      UNION ALL SELECT username FROM user_account WHERE id = $1
      UNION ALL SELECT name FROM environment WHERE id = $1
      LIMIT 1\
      """;

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final TeamRepository teams = new TeamRepository();
  private final EnvironmentRepository environments = new EnvironmentRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  /** The name of a schedule, team, user or environment; the id of one that is gone. */
  public String of(Tx tx, UUID id) {
    RowSet<Row> rows = tx.connection().preparedQuery(NAME).execute(tuple(id)).await();
    return rows.size() == 0 ? id.toString() : rows.iterator().next().getString(0);
  }

  public UUID schedule(Tx tx, Reference schedule) {
    return schedules.existing(tx, schedule).id();
  }

  public UUID team(Tx tx, Reference team) {
    return teams.existingId(tx, team).await();
  }

  public UUID environment(Tx tx, Reference environment) {
    return environments
        .findId(tx, environment)
        .orElseThrow(() -> Fault.notFound("there is no environment " + environment));
  }

  public UUID user(Tx tx, Reference user) {
    UUID id = people.find(tx, List.of(user)).get(user);
    if (id == null) {
      throw Fault.notFound("there is no user " + user);
    }
    return id;
  }
}
