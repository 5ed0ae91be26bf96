package dev.imas.core.paging;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Of which incidents nobody was told, now that they are not hidden any more. */
final class ShownRepository {

  // What a storm holds, what waits for its group, and what waits for its first step is told by
  // these.
  private static final String UNTOLD =
      """
      SELECT i.id
        FROM unnest($1::uuid[]) AS i(id)
       WHERE called_at(i.id) IS NULL
         AND NOT EXISTS (SELECT FROM escalation_run r
                          WHERE r.incident_id = i.id AND r.state = 'running'
                            AND NOT EXISTS (SELECT FROM escalation_firing f
                                             WHERE f.tenant_id = r.tenant_id AND f.incident_id = r.incident_id AND f.run = r.run))
         AND NOT EXISTS (SELECT FROM storm_child c WHERE c.incident_id = i.id AND c.released_at IS NULL)
         AND NOT EXISTS (SELECT FROM timer t WHERE t.kind = 'group-wait' AND t.subject = i.id::text)\
      """;

  /** Those of these to which nobody was called, and to which nothing under way will call. */
  Set<UUID> untold(Tx tx, Collection<UUID> incidents) {
    Set<UUID> untold = new HashSet<>();
    if (!incidents.isEmpty()) {
      tx.connection()
          .preparedQuery(UNTOLD)
          .execute(tuple((Object) incidents.toArray(UUID[]::new)))
          .await()
          .forEach(row -> untold.add(row.getUUID("id")));
    }
    return untold;
  }
}
