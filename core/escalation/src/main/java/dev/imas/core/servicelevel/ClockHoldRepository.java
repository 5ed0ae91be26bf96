package dev.imas.core.servicelevel;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes what people say of holds. Only on a virtual thread. */
final class ClockHoldRepository {

  private static final String DESCRIBE =
      """
      UPDATE incident_clock_pause SET reason = $2, message = $3, held_by = $4, ends_at = $5
       WHERE incident_id = $1 AND cause = 'hold' AND until_at IS NULL\
      """;

  /** Of the hold that has just begun. */
  void describe(Tx tx, UUID incident, ClockHolds.Asked asked) {
    tx.connection()
        .preparedQuery(DESCRIBE)
        .execute(
            tuple(
                incident,
                asked.reason().wireName(),
                asked.message(),
                asked.by(),
                time(asked.endsAt())))
        .await();
  }

  private static final String CURRENT =
      """
      SELECT reason, message, held_by, from_at, ends_at FROM incident_clock_pause
       WHERE incident_id = $1 AND cause = 'hold' AND until_at IS NULL\
      """;

  /** The hold that goes on; null: there is none. */
  ClockView.@Nullable Hold current(Tx tx, UUID incident) {
    for (Row row : tx.connection().preparedQuery(CURRENT).execute(tuple(incident)).await()) {
      return new ClockView.Hold(
          row.getString("reason"),
          row.getString("message"),
          row.getString("held_by"),
          instant(row, "from_at"),
          instant(row, "ends_at"));
    }
    return null;
  }
}
