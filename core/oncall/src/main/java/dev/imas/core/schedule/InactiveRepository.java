package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and writes since when people of schedules are inactive. */
final class InactiveRepository {

  private static final String BEGIN =
      """
      INSERT INTO user_inactivity (tenant_id, user_id, from_at)
      SELECT current_tenant(), u.id, $1
        FROM user_account u
       WHERE NOT u.is_active AND u.deleted_at IS NULL
         AND (EXISTS (SELECT FROM schedule_person p WHERE p.user_id = u.id)
              OR EXISTS (SELECT FROM schedule_override o WHERE o.user_id = u.id AND o.until_at > $1))
         AND NOT EXISTS (SELECT FROM user_inactivity i WHERE i.user_id = u.id AND i.until_at IS NULL)
      ON CONFLICT DO NOTHING\
      """;

  private static final String END =
      """
      UPDATE user_inactivity i SET until_at = $1
        FROM user_account u
       WHERE i.until_at IS NULL AND u.id = i.user_id AND u.is_active AND i.from_at < $1\
      """;

  /** Notes who has become inactive, or active again, since it was asked last. */
  void follow(Tx tx, Instant now) {
    tx.connection().preparedQuery(END).execute(tuple(time(now))).await();
    tx.connection().preparedQuery(BEGIN).execute(tuple(time(now))).await();
  }

  private static final String OF_SCHEDULE =
      """
      SELECT u.id
        FROM schedule_person p
        JOIN user_account u ON u.id = p.user_id
       WHERE p.schedule_id = $1 AND NOT u.is_active
       ORDER BY lower(u.username)\
      """;

  /** Those who take turns in the schedule and are inactive, by name. */
  List<UUID> ofSchedule(Tx tx, UUID schedule) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(OF_SCHEDULE)
        .execute(tuple(schedule))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }
}
