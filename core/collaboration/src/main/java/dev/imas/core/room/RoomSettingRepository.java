package dev.imas.core.room;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and writes when a tenant's rooms are opened and archived. */
final class RoomSettingRepository {

  private static final String READ =
      """
      SELECT is_automatic, most_open, extract(epoch FROM archive_after)::bigint AS archive_after, mark, version
        FROM room_setting\
      """;

  private static final String WITHOUT = "SELECT service_id FROM room_exception ORDER BY service_id";

  /** The usual ones where nobody has changed them. */
  RoomSettings read(Tx tx) {
    List<UUID> without = new ArrayList<>();
    tx.connection()
        .preparedQuery(WITHOUT)
        .execute()
        .await()
        .forEach(row -> without.add(row.getUUID("service_id")));
    for (Row row : tx.connection().preparedQuery(READ).execute().await()) {
      return new RoomSettings(
          row.getBoolean("is_automatic"),
          row.getInteger("most_open"),
          Duration.ofSeconds(row.getLong("archive_after")),
          row.getString("mark"),
          without,
          row.getInteger("version"));
    }
    return RoomSettings.USUAL;
  }

  private static final String WRITE =
      """
      INSERT INTO room_setting (tenant_id, is_automatic, most_open, archive_after, mark, version)
      VALUES (current_tenant(), $1, $2, $3, $4, $5 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET is_automatic = excluded.is_automatic, most_open = excluded.most_open, archive_after = excluded.archive_after,
             mark = excluded.mark, version = excluded.version, updated_at = now()
       WHERE room_setting.version = $5\
      """;

  private static final String CLEAR = "DELETE FROM room_exception";

  private static final String EXCEPT =
      "INSERT INTO room_exception (tenant_id, service_id) SELECT current_tenant(), s FROM"
          + " unnest($1::uuid[]) AS s";

  /**
   * @param wanted with the version that must still be there
   * @return whether it was
   */
  boolean write(Tx tx, RoomSettings wanted) {
    boolean written =
        tx.connection()
                .preparedQuery(WRITE)
                .execute(
                    tuple(
                        wanted.isAutomatic(),
                        wanted.mostOpen(),
                        interval(wanted.archiveAfter()),
                        wanted.mark(),
                        wanted.version()))
                .await()
                .rowCount()
            > 0;
    if (written) {
      tx.connection().preparedQuery(CLEAR).execute().await();
      tx.connection()
          .preparedQuery(EXCEPT)
          .execute(tuple((Object) wanted.servicesWithout().toArray(UUID[]::new)))
          .await();
    }
    return written;
  }
}
