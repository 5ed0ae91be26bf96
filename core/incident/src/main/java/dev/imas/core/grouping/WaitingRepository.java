package dev.imas.core.grouping;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Whether incidents whose first word waits have been told of meanwhile. */
final class WaitingRepository {

  private static final String TOLD =
      """
      SELECT i.id
        FROM unnest($1::uuid[]) AS i(id)
       WHERE called_at(i.id) IS NOT NULL
          OR EXISTS (SELECT FROM escalation_run r WHERE r.incident_id = i.id AND r.state = 'running')\
      """;

  /** Those to which somebody was called, or whose escalation is under way. */
  Set<UUID> told(Tx tx, Collection<UUID> incidents) {
    Set<UUID> told = new HashSet<>();
    tx.connection()
        .preparedQuery(TOLD)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .await()
        .forEach(row -> told.add(row.getUUID("id")));
    return told;
  }
}
