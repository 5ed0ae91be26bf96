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
       WHERE EXISTS (SELECT FROM delivery d WHERE d.tenant_id = current_tenant() AND d.incident_id = i.id)
          OR EXISTS (SELECT FROM escalation_run r WHERE r.incident_id = i.id)\
      """;

  /** Those of which somebody was told, or is being told. */
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
