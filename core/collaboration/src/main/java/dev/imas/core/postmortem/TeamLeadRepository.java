package dev.imas.core.postmortem;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.UUID;

/** Reads who leads a team. On a virtual thread. */
final class TeamLeadRepository {

  private static final String LEADS =
      """
      SELECT user_id AS id FROM team_member WHERE team_id = $1 AND role = 'lead'
       UNION
      SELECT manager_id FROM team_on_call WHERE team_id = $1 AND manager_id IS NOT NULL
       ORDER BY id
       LIMIT 20\
      """;

  /** Its leads and its manager. */
  List<UUID> of(Tx tx, UUID team) {
    return tx.connection().preparedQuery(LEADS).execute(tuple(team)).await().stream()
        .map(row -> row.getUUID("id"))
        .toList();
  }
}
