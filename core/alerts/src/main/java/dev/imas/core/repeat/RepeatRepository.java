package dev.imas.core.repeat;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Counts repeats through the worker functions, for all tenants. Only on a virtual thread. */
final class RepeatRepository {

  record Key(UUID tenant, UUID fingerprint) {}

  private static final String UNTIL = "SELECT repeats_counted_until() AS until";

  /** Up to when repeats were counted; empty: never. */
  Optional<Instant> countedUntil(Tx tx) {
    return Optional.ofNullable(
        instantOrNull(
            tx.connection().preparedQuery(UNTIL).execute().await().iterator().next(), "until"));
  }

  private static final String FROM = "SELECT repeats_counted_from() AS at";

  /** From when on each younger alert was counted from its first repeat on; empty: none was. */
  Optional<Instant> countedFrom(Tx tx) {
    return Optional.ofNullable(
        instantOrNull(
            tx.connection().preparedQuery(FROM).execute().await().iterator().next(), "at"));
  }

  private static final String COUNTED = "SELECT repeats_are_counted($1, $2)";

  void counted(Tx tx, Instant since, Instant until) {
    tx.connection().preparedQuery(COUNTED).execute(tuple(time(since), time(until))).await();
  }

  private static final String REPEATED = "SELECT * FROM repeated_alerts($1, $2, $3)";

  List<Key> repeated(Tx tx, Instant since, UUID after, int most) {
    return keys(tx, REPEATED, since, after, most);
  }

  private static final String FIRING = "SELECT * FROM firing_alerts($1, $2, $3)";

  List<Key> firing(Tx tx, Instant since, UUID after, int most) {
    return keys(tx, FIRING, since, after, most);
  }

  private static final String CHANGED = "SELECT * FROM changed_alerts($1, $2, $3)";

  List<Key> changed(Tx tx, Instant since, UUID after, int most) {
    return keys(tx, CHANGED, since, after, most);
  }

  private static List<Key> keys(Tx tx, String sql, Instant since, UUID after, int most) {
    List<Key> keys = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(sql).execute(tuple(time(since), after, most)).await()) {
      keys.add(new Key(row.getUUID("tenant_id"), row.getUUID("fingerprint")));
    }
    return keys;
  }

  private static final String COUNT = "SELECT count_repeats($1, $2, $3, $4) AS tenant";

  /**
   * @param at when the quarter began
   * @param from younger alerts without a row were not repeated before
   * @return the tenant of each new row
   */
  List<UUID> count(Tx tx, List<Key> keys, Instant at, Instant from) {
    List<UUID> tenants = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(COUNT)
            .execute(
                tuple(
                    column(keys, Key::tenant, UUID[]::new),
                    column(keys, Key::fingerprint, UUID[]::new),
                    time(at),
                    time(from)))
            .await()) {
      tenants.add(row.getUUID("tenant"));
    }
    return tenants;
  }
}
