package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts accepted alerts over time, from the ledger. On a virtual thread. */
final class AlertRateRepository {

  record Counts(
      long accepted,
      long opened,
      long deduplicated,
      long resolved,
      long reopened,
      long suppressed,
      long stale,
      long deadLettered,
      long dropped,
      long change,
      long action) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static final String COUNTS =
      """
      SELECT width_bucket(minute, $4::timestamptz[]) AS bucket,
             sum(accepted)::bigint AS accepted, sum(opened)::bigint AS opened, sum(deduplicated)::bigint AS deduplicated,
             sum(resolved)::bigint AS resolved, sum(reopened)::bigint AS reopened, sum(suppressed)::bigint AS suppressed,
             sum(stale)::bigint AS stale, sum(dead_lettered)::bigint AS dead_lettered,
             sum(dropped)::bigint AS dropped, sum(change)::bigint AS change, sum(action)::bigint AS action
        FROM ledger
       WHERE minute >= $1 AND minute < $2 AND ($3::uuid IS NULL OR source_id = $3)
       GROUP BY 1\
      """;

  /**
   * By the place of the interval, from 0 on. An interval without alerts may be missing.
   *
   * @param starts where the intervals begin, in order, the first with the span
   */
  Map<Integer, Counts> counts(Tx tx, Span span, @Nullable UUID source, List<Instant> starts) {
    Map<Integer, Counts> counts = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(COUNTS)
            .execute(tuple(time(span.from()), time(span.to()), source, times(starts, at -> at)))
            .await()) {
      counts.put(
          row.getInteger("bucket") - 1,
          new Counts(
              row.getLong("accepted"),
              row.getLong("opened"),
              row.getLong("deduplicated"),
              row.getLong("resolved"),
              row.getLong("reopened"),
              row.getLong("suppressed"),
              row.getLong("stale"),
              row.getLong("dead_lettered"),
              row.getLong("dropped"),
              row.getLong("change"),
              row.getLong("action")));
    }
    return counts;
  }

  private static final String CLOSED =
      "SELECT max(closed_until) AS at FROM ledger_closed WHERE $1::uuid IS NULL OR source_id = $1";

  /** Minutes before this time were removed; null if none was. */
  @Nullable Instant removedBefore(Tx tx, @Nullable UUID source) {
    return instantOrNull(
        tx.connection().preparedQuery(CLOSED).execute(tuple(source)).await().iterator().next(),
        "at");
  }
}
