package dev.imas.core.room;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/** Remembers which messages of rooms were marked for the timeline. */
final class TimelineMessageRepository {

  private static final String TAKE =
      """
      INSERT INTO room_mark (tenant_id, room_id, ts, marked_by, marked_at) VALUES (current_tenant(), $1, $2, $3, $4)
      ON CONFLICT DO NOTHING\
      """;

  /**
   * @return whether it is marked for the first time
   */
  boolean take(Tx tx, UUID room, String ts, String by, Instant at) {
    return tx.connection()
            .preparedQuery(TAKE)
            .execute(tuple(room, ts, by, time(at)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String FORGET = "DELETE FROM room_mark WHERE room_id = $1 AND ts = $2";

  private static final String FORGET_TASK = "DELETE FROM room_task WHERE id = $1";

  /** A message that could not be read counts as not marked. */
  void forget(Tx tx, UUID room, String ts, UUID task) {
    tx.connection().preparedQuery(FORGET).execute(tuple(room, ts)).await();
    tx.connection().preparedQuery(FORGET_TASK).execute(tuple(task)).await();
  }

  private static final String NAME =
      """
      SELECT u.username FROM user_contact c
        JOIN user_account u ON u.tenant_id = c.tenant_id AND u.id = c.user_id
       WHERE c.channel = $1 AND c.address = $2 AND c.verified_at IS NOT NULL AND c.is_active LIMIT 1\
      """;

  /** The username of whoever has that chat id; the id where nobody is known by it. */
  String name(Tx tx, String channel, String chatId) {
    for (Row row : tx.connection().preparedQuery(NAME).execute(tuple(channel, chatId)).await()) {
      return row.getString("username");
    }
    return chatId;
  }
}
