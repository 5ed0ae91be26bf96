package dev.imas.core.repeat;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the repeats of an alert. Only on a virtual thread. */
final class RepeatViews {

  /**
   * @param at when the quarter began
   * @param count how often it was repeated
   * @param after it was heard of then, and the repeats came later
   * @param last when it was heard of last in that time
   */
  record Counted(Instant at, long count, Instant after, Instant last) {}

  private static final String ITEMS =
      """
      SELECT q.at, q.n, q.after_at, q.last_at
        FROM repeat_quarter q
       WHERE q.fingerprint = $1 AND q.at >= $2 AND q.at < $3 AND q.n > 0
       ORDER BY q.at\
      """;

  /** By quarters, the oldest first; those without a repeat are left out. */
  List<Counted> counted(Tx tx, Fingerprint alert, Instant from, Instant to) {
    List<Counted> items = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(ITEMS)
            .execute(tuple(alert.toUuid(), time(from), time(to)))
            .await()) {
      items.add(
          new Counted(
              instant(row, "at"),
              row.getLong("n"),
              instant(row, "after_at"),
              instant(row, "last_at")));
    }
    return items;
  }

  /**
   * What is not in any quarter yet.
   *
   * @param count how often it was repeated
   * @param last when it was heard of last
   */
  record Since(long count, Instant last) {}

  private static final String SINCE =
      """
      SELECT greatest(a.dedup_count - coalesce(q.total, CASE WHEN a.created_at >= coalesce(repeats_counted_from(), $2) THEN 0 ELSE a.dedup_count END), 0) AS n,
             a.last_seen
        FROM alert a
        LEFT JOIN LATERAL (SELECT c.total FROM repeat_quarter c
                            WHERE c.fingerprint = a.fingerprint AND c.tenant_id = a.tenant_id
                            ORDER BY c.at DESC LIMIT 1) AS q ON true
       WHERE a.fingerprint = $1\
      """;

  /**
   * @param otherwise where nothing was counted yet, younger alerts begin at 0
   * @return empty: there is no such alert
   */
  Optional<Since> since(Tx tx, Fingerprint alert, Instant otherwise) {
    return tx
        .connection()
        .preparedQuery(SINCE)
        .execute(tuple(alert.toUuid(), time(otherwise)))
        .await()
        .stream()
        .findFirst()
        .map(row -> new Since(row.getLong("n"), instant(row, "last_seen")));
  }
}
