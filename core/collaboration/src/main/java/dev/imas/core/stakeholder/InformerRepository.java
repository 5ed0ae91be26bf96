package dev.imas.core.stakeholder;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Principal.Person;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says whose task it is to inform the stakeholders of an incident. On a virtual thread. */
final class InformerRepository {

  private static final String FIND =
      """
      SELECT u.id, u.username
        FROM (SELECT 1 AS place, r.user_id FROM incident_role r
               WHERE r.incident_id = $1 AND r.role = 'communications' AND r.ended_at IS NULL
              UNION ALL SELECT 2, i.lead_id FROM incident i WHERE i.id = $1
              UNION ALL SELECT 3, p.promised_by_id FROM incident_promise p WHERE p.incident_id = $1) AS w
        JOIN user_account u ON u.tenant_id = current_tenant() AND u.id = w.user_id
       WHERE u.is_active AND u.deleted_at IS NULL
         AND NOT EXISTS (SELECT FROM user_absence a
                          WHERE a.user_id = u.id AND a.from_at <= $2 AND a.until_at > $2
                            AND (a.ended_at IS NULL OR a.ended_at > $2))
       ORDER BY w.place LIMIT 1\
      """;

  /**
   * The first of these who is there: who has the role of communications, the lead, and whoever
   * promised the next update. Null: nobody is.
   */
  @Nullable Person find(Tx tx, UUID incident, Instant at) {
    for (Row row : tx.connection().preparedQuery(FIND).execute(tuple(incident, time(at))).await()) {
      return new Person(row.getUUID("id"), row.getString("username"));
    }
    return null;
  }
}
