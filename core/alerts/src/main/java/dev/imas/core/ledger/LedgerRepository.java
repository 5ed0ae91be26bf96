package dev.imas.core.ledger;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads sums of the ledger. */
public final class LedgerRepository {

  record Filter(@Nullable UUID source, @Nullable Instant from, @Nullable Instant to) {

    Filter ofSource(UUID id) {
      return new Filter(id, from, to);
    }
  }

  record Minute(
      UUID source, @Nullable String sourceName, Instant minute, @JsonUnwrapped Figures figures) {}

  // Without a start time, the sums of dropped partitions count, too.
  private static final String TOTALS =
      """
      SELECT coalesce(sum(l.accepted), 0)::bigint AS accepted, coalesce(sum(l.opened), 0)::bigint AS opened,
             coalesce(sum(l.deduplicated), 0)::bigint AS deduplicated, coalesce(sum(l.resolved), 0)::bigint AS resolved,
             coalesce(sum(l.reopened), 0)::bigint AS reopened, coalesce(sum(l.suppressed), 0)::bigint AS suppressed,
             coalesce(sum(l.stale), 0)::bigint AS stale, coalesce(sum(l.dead_lettered), 0)::bigint AS dead_lettered,
             coalesce(sum(l.dropped), 0)::bigint AS dropped, coalesce(sum(l.change), 0)::bigint AS change,
             coalesce(sum(l.action), 0)::bigint AS action
        FROM (SELECT accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered,
                     dropped, change, action
                FROM ledger
               WHERE ($1::uuid IS NULL OR source_id = $1)
                 AND ($2::timestamptz IS NULL OR minute >= $2) AND ($3::timestamptz IS NULL OR minute < $3)
               UNION ALL
              SELECT accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered,
                     dropped, change, action
                FROM ledger_closed
               WHERE ($1::uuid IS NULL OR source_id = $1) AND $2::timestamptz IS NULL
                 AND ($3::timestamptz IS NULL OR closed_until <= $3)) AS l\
      """;

  Future<Figures> totals(Tx tx, Filter f) {
    return tx.connection()
        .preparedQuery(TOTALS)
        .execute(tuple(f.source, timeOrNull(f.from), timeOrNull(f.to)))
        .map(rows -> Figures.of(rows.iterator().next()));
  }

  private static final String MINUTES =
      """
      SELECT l.source_id, s.name AS source_name, l.minute,
             sum(l.accepted)::bigint AS accepted, sum(l.opened)::bigint AS opened,
             sum(l.deduplicated)::bigint AS deduplicated, sum(l.resolved)::bigint AS resolved,
             sum(l.reopened)::bigint AS reopened, sum(l.suppressed)::bigint AS suppressed,
             sum(l.stale)::bigint AS stale, sum(l.dead_lettered)::bigint AS dead_lettered,
             sum(l.dropped)::bigint AS dropped, sum(l.change)::bigint AS change, sum(l.action)::bigint AS action
        FROM ledger l
        LEFT JOIN source s ON s.tenant_id = l.tenant_id AND s.id = l.source_id
       WHERE ($1::uuid IS NULL OR l.source_id = $1)
         AND ($2::timestamptz IS NULL OR l.minute >= $2) AND ($3::timestamptz IS NULL OR l.minute < $3)
         AND ($4::timestamptz IS NULL OR (l.minute, l.source_id) < ($4, $5::uuid))
       GROUP BY l.source_id, s.name, l.minute
       ORDER BY l.minute DESC, l.source_id DESC
       LIMIT $6\
      """;

  /** Newest first. */
  Future<List<Minute>> minutes(Tx tx, Filter f, @Nullable TimeKey after, int limit) {
    return tx.connection()
        .preparedQuery(MINUTES)
        .execute(
            tuple(
                f.source,
                timeOrNull(f.from),
                timeOrNull(f.to),
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                limit))
        .map(
            rows -> {
              List<Minute> minutes = new ArrayList<>();
              for (Row row : rows) {
                minutes.add(
                    new Minute(
                        row.getUUID("source_id"),
                        row.getString("source_name"),
                        instant(row, "minute"),
                        Figures.of(row)));
              }
              return minutes;
            });
  }

  // The differences are of the statement's snapshot, however long it takes.
  private static final String RECOUNT =
      """
      SELECT now() AS counted_at, nullif(recounted_since(), '-infinity') AS since,
             (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::bigint AS took_ms, d.*
        FROM (SELECT count(*) OVER () AS differences, r.source_id, s.name AS source_name, r.minute, r.figure,
                     r.in_ledger::bigint AS in_ledger, r.recounted::bigint AS recounted
                FROM recount_ledger(current_tenant()) r
                LEFT JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
               ORDER BY r.minute DESC NULLS FIRST, r.source_id, r.figure
               LIMIT $1) AS d
       RIGHT JOIN (SELECT) AS always ON true\
      """;

  /** Reads all rows of the tenant that retention has left. */
  Future<Recount> recount(Tx tx) {
    return tx.connection()
        .preparedQuery(RECOUNT)
        .execute(tuple(Recount.MOST))
        .map(
            rows -> {
              List<Recount.Difference> differences = new ArrayList<>();
              for (Row row : rows) {
                if (row.getString("figure") != null) {
                  differences.add(
                      new Recount.Difference(
                          row.getUUID("source_id"),
                          row.getString("source_name"),
                          instantOrNull(row, "minute"),
                          row.getString("figure"),
                          row.getLong("in_ledger"),
                          row.getLong("recounted")));
                }
              }
              Row first = rows.iterator().next();
              Long all = first.getLong("differences");
              return new Recount(
                  instant(first, "counted_at"),
                  instantOrNull(first, "since"),
                  first.getLong("took_ms"),
                  all == null ? 0 : all,
                  differences);
            });
  }

  private static final String RECENT =
      """
      SELECT coalesce(sum(accepted - opened - deduplicated - resolved - reopened - suppressed - stale - dead_lettered
                          - dropped - change - action), 0)
             ::bigint
        FROM ledger
       WHERE minute >= now() - interval '1 hour'\
      """;

  /** The imbalance of the transaction's tenant over the last hour, by the database's clock. */
  public Future<Long> recentImbalance(Tx tx) {
    return tx.connection()
        .preparedQuery(RECENT)
        .execute()
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
