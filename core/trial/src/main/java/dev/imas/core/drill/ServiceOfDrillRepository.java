package dev.imas.core.drill;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;

/** Reads what a drill is about. */
final class ServiceOfDrillRepository {

  record Service(String name, UUID team, String teamName) {}

  private static final String SERVICE =
      """
      SELECT s.name, t.id AS team_id, t.name AS team
        FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = $1\
      """;

  Service find(Tx tx, UUID id) {
    RowSet<Row> rows = tx.connection().preparedQuery(SERVICE).execute(tuple(id)).await();
    if (rows.size() == 0) {
      throw Fault.invalid("/service", "/service is gone");
    }
    Row row = rows.iterator().next();
    return new Service(row.getString("name"), row.getUUID("team_id"), row.getString("team"));
  }

  private static final String VERSION =
      "SELECT version FROM escalation_policy WHERE id = $1 AND deleted_at IS NULL";

  /** The newest version of a policy that is not deleted. */
  Optional<Integer> version(Tx tx, UUID policy) {
    RowSet<Row> rows = tx.connection().preparedQuery(VERSION).execute(tuple(policy)).await();
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getInteger("version"));
  }
}
