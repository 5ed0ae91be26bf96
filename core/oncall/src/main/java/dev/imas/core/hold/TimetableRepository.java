package dev.imas.core.hold;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;

/** Reads and writes when a tenant's collected messages are sent. On a virtual thread. */
final class TimetableRepository {

  /**
   * @param version 1 of the usual one, which is not stored
   */
  record Stored(Timetable timetable, int version) {}

  private static final String READ =
      """
      SELECT time_zone, extract(epoch FROM group_every)::bigint AS group_every, digest_at, version FROM delivery_policy\
      """;

  Stored read(Tx tx) {
    for (Row row : tx.connection().preparedQuery(READ).execute().await()) {
      return new Stored(HoldRepository.timetable(row, "time_zone"), row.getInteger("version"));
    }
    return new Stored(Timetable.USUAL, 1);
  }

  private static final String WRITE =
      """
      INSERT INTO delivery_policy (tenant_id, time_zone, group_every, digest_at, version)
      VALUES (current_tenant(), $1, $2, $3, $4 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET time_zone = excluded.time_zone, group_every = excluded.group_every, digest_at = excluded.digest_at,
             version = excluded.version, updated_at = now()
       WHERE delivery_policy.version = $4\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  boolean write(Tx tx, Timetable wanted, int version) {
    return tx.connection()
            .preparedQuery(WRITE)
            .execute(
                tuple(
                    wanted.zone().getId(),
                    interval(wanted.groupEvery()),
                    wanted.digestAt(),
                    version))
            .await()
            .rowCount()
        > 0;
  }
}
