package dev.imas.core.simulation;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads what channels of teams and mail addresses are called today. Only on a virtual thread. */
final class ReceiverNameRepository {

  /**
   * @param channel the kind of channel
   */
  record Named(String name, String channel) {}

  private static final String READ =
      "SELECT id, name, channel FROM receiver WHERE id = ANY ($1::uuid[])";

  /** Those that are still there. */
  Map<UUID, Named> read(Tx tx, Collection<UUID> ids) {
    Map<UUID, Named> names = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Row row :
          tx.connection()
              .preparedQuery(READ)
              .execute(tuple((Object) ids.stream().distinct().toArray(UUID[]::new)))
              .await()) {
        names.put(row.getUUID("id"), new Named(row.getString("name"), row.getString("channel")));
      }
    }
    return names;
  }
}
