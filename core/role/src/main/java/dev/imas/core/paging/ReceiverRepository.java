package dev.imas.core.paging;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.Contact;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads receivers of messages as they are now. */
final class ReceiverRepository {

  private static final String REACHABLE =
      "SELECT id, channel, address FROM receiver WHERE id = ANY ($1) AND is_active";

  /** Those that can be reached, by id. */
  Future<Map<UUID, Contact>> reachable(Tx tx, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(REACHABLE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Contact> found = new HashMap<>();
              for (Row row : rows) {
                found.put(
                    row.getUUID("id"),
                    new Contact(
                        row.getUUID("id"),
                        row.getString("channel"),
                        row.getString("address"),
                        Severity.SEV4_LOW));
              }
              return found;
            });
  }
}
