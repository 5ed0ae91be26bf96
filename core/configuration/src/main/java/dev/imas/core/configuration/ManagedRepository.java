package dev.imas.core.configuration;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.document.Kind;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes which set keeps what. */
final class ManagedRepository {

  private static final String LIST =
      "SELECT kind, key, set_name, object_id FROM managed_object ORDER BY kind, key";

  List<Managed> list(Tx tx) {
    List<Managed> all = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute().await()) {
      Kind.named(row.getString("kind"))
          .ifPresent(
              kind ->
                  all.add(
                      new Managed(
                          kind,
                          row.getString("key"),
                          row.getString("set_name"),
                          row.getUUID("object_id"))));
    }
    return all;
  }

  // Whoever pages waits for none of these locks for long.
  private static final String BEGIN =
      """
      SELECT set_config('lock_timeout', '3s', true),
             pg_advisory_xact_lock(hashtextextended('imas.configuration.' || current_tenant(), 0))::text\
      """;

  /** Keeps others from applying until the transaction ends. It waits for no lock for long. */
  void begin(Tx tx) {
    tx.connection().preparedQuery(BEGIN).execute().await();
  }

  private static final String FORGET = "DELETE FROM managed_object WHERE kind = $1 AND key = $2";

  void forget(Tx tx, Kind kind, String key) {
    tx.connection().preparedQuery(FORGET).execute(tuple(kind.wireName(), key)).await();
  }

  private static final String FORGET_OBJECT =
      "DELETE FROM managed_object WHERE kind = $1 AND (key = $2 OR object_id = $3)";

  private static final String KEEP =
      """
      INSERT INTO managed_object (tenant_id, kind, key, set_name, object_id, since)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)\
      """;

  /** From now on that set keeps it under that key, and under no other. */
  void keep(Tx tx, Managed managed, Instant now) {
    String kind = managed.kind().wireName();
    tx.connection()
        .preparedQuery(FORGET_OBJECT)
        .execute(tuple(kind, managed.key(), managed.object()))
        .await();
    tx.connection()
        .preparedQuery(KEEP)
        .execute(tuple(kind, managed.key(), managed.set(), managed.object(), time(now)))
        .await();
  }
}
