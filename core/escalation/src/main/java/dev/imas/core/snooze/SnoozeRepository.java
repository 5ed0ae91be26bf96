package dev.imas.core.snooze;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Until when acknowledgements hold. Callers have locked the incidents. */
public final class SnoozeRepository {

  /**
   * @param by whoever snoozed it
   */
  public record Snooze(Instant until, String by) {}

  private static final String SET =
      """
      INSERT INTO incident_snooze (tenant_id, incident_id, until, author)
      VALUES (current_tenant(), $1, $2, $3)
          ON CONFLICT (tenant_id, incident_id) DO UPDATE SET until = excluded.until, author = excluded.author\
      """;

  /** The last one counts. */
  Future<Void> set(Tx tx, UUID incident, Snooze snooze) {
    return tx.connection()
        .preparedQuery(SET)
        .execute(tuple(incident, time(snooze.until), snooze.by))
        .mapEmpty();
  }

  private static final String OF =
      "SELECT incident_id, until, author FROM incident_snooze WHERE incident_id = ANY ($1)";

  /** Those of these incidents that are snoozed. */
  public Future<Map<UUID, Snooze>> of(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(OF)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Snooze> found = new HashMap<>();
              for (Row row : rows) {
                found.put(
                    row.getUUID("incident_id"),
                    new Snooze(instant(row, "until"), row.getString("author")));
              }
              return found;
            });
  }

  private static final String REMOVE = "DELETE FROM incident_snooze WHERE incident_id = ANY ($1)";

  /**
   * @return how many were snoozed
   */
  Future<Integer> remove(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(REMOVE)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(rows -> rows.rowCount());
  }
}
