package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.UUID;

/** Says who has a role in an incident, so that they may act on it whatever theirs is elsewhere. */
final class HeldRoleRepository {

  private static final String HOLDS =
      "SELECT FROM incident_role r WHERE r.incident_id = $1 AND r.user_id = $2 AND r.ended_at IS"
          + " NULL LIMIT 1";

  /** Whether the user has any role but that of the lead, which is in the incident itself. */
  Future<Boolean> holds(Tx tx, UUID incident, UUID user) {
    return tx.connection()
        .preparedQuery(HOLDS)
        .execute(tuple(incident, user))
        .map(rows -> rows.size() > 0);
  }
}
