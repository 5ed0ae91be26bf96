package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Counted;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what figures know of incidents, packed by PostgreSQL into blocks. The same text packs a
 * month and reads incidents that are not packed, so both are equal. On a virtual thread.
 */
final class FigureFactRepository {

  /** Whatever has the same month and service becomes one row; all of its arrays have one order. */
  static final String BLOCKS =
      """
      SELECT f.month, f.service_id, count(*)::int AS incidents, max(f.resolved_at) AS ended_until,
             string_agg(int4send(f.opened), ''::bytea) AS opened, string_agg(int4send(f.acked), ''::bytea) AS acked,
             string_agg(int4send(f.resolved), ''::bytea) AS resolved, string_agg(int2send(f.flags), ''::bytea) AS flags,
             CASE WHEN max(f.held) > 0 THEN string_agg(int4send(f.held), ''::bytea) END AS held,
             CASE WHEN max(f.cause) > 0 THEN string_agg(int2send(f.cause), ''::bytea) END AS cause,
             CASE WHEN max(f.cause) > 0 THEN (SELECT array_agg(c.id ORDER BY c.id) FROM cause c) END AS causes
        FROM (SELECT g.month, g.service_id, g.opened, g.acked, g.resolved, g.cause, g.resolved_at,
                     ((g.severity - 1) | (g.status << 2) | (g.ended << 4) | (g.exclusion << 7) | (g.is_of_storm::int << 10)
                      | (CASE WHEN g.resolved < 0 OR g.resolved_at < g.created_at THEN 0
                              ELSE (floor(date_part('epoch', g.resolved_at)) - floor(date_part('epoch', g.created_at)))::int
                                   - g.resolved END << 11)
                      | (((g.acknowledged_at >= g.resolved_at) IS TRUE)::int << 12))::smallint AS flags,
                     CASE WHEN g.resolved < 0 THEN 0 ELSE least(g.held, g.resolved) END AS held
                FROM (SELECT date_trunc('month', i.created_at, 'UTC') AS month, i.service_id, i.severity::int AS severity,
                             i.created_at, i.acknowledged_at, i.resolved_at,
                             CASE i.status WHEN 'TRIGGERED' THEN 0 WHEN 'ACKNOWLEDGED' THEN 1 WHEN 'MITIGATED' THEN 2 ELSE 3 END AS status,
                             floor(date_part('epoch', i.created_at - date_trunc('month', i.created_at, 'UTC')))::int AS opened,
                             CASE WHEN i.acknowledged_at IS NULL THEN -1
                                  WHEN i.acknowledged_at < i.created_at THEN 0
                                  ELSE floor(date_part('epoch', i.acknowledged_at - i.created_at))::int END AS acked,
                             CASE WHEN i.status <> 'RESOLVED' OR i.resolved_at IS NULL THEN -1
                                  WHEN i.resolved_at < i.created_at THEN 0
                                  ELSE floor(date_part('epoch', i.resolved_at - i.created_at))::int END AS resolved,
                             %s AS ended,
                             %s AS exclusion, h.incident_id IS NOT NULL AS is_of_storm,
                             coalesce(p.seconds, 0) AS held,
                             coalesce(array_position((SELECT array_agg(c.id ORDER BY c.id) FROM cause c), n.cause_id), 0)::smallint AS cause
                        FROM incident i
                        LEFT JOIN storm_child h ON h.tenant_id = i.tenant_id AND h.incident_id = i.id
                        LEFT JOIN incident_cause n ON n.tenant_id = i.tenant_id AND n.incident_id = i.id AND n.opened_at >= $1 AND n.opened_at < $2
                        LEFT JOIN (SELECT x.incident_id,
                                          floor(sum(date_part('epoch', x.until_at - x.from_at)))::int AS seconds
                                     FROM incident_clock_pause x
                                    WHERE x.tenant_id = current_tenant() AND x.cause = 'hold' AND x.kind = 'resolution' AND x.until_at > x.from_at
                                    GROUP BY x.incident_id) AS p ON p.incident_id = i.id
                       WHERE i.tenant_id = current_tenant() AND i.created_at >= $1 AND i.created_at < $2
                         AND ($3::uuid[] IS NULL OR i.service_id = ANY ($3))
                         AND ($4::timestamptz IS NULL OR i.status = 'RESOLVED' AND i.resolved_at >= $4)
                      OFFSET 0) AS g
              OFFSET 0) AS f
       GROUP BY f.month, f.service_id\
      """
          .formatted(Counted.ENDED, Counted.EXCLUSION);

  /**
   * Incidents that were opened between these instants.
   *
   * @param resolvedFrom only those that were resolved then or later; null: all
   */
  List<Block> ofIncidents(
      Tx tx, Instant from, Instant to, UUID @Nullable [] services, @Nullable Instant resolvedFrom) {
    List<Block> blocks = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(BLOCKS)
            .execute(tuple(time(from), time(to), services, timeOrNull(resolvedFrom)))
            .await()) {
      blocks.add(block(row, instant(row, "month")));
    }
    return blocks;
  }

  private static final String PACKED =
      """
      SELECT month, service_id, opened, acked, resolved, flags, held, cause, causes
        FROM figure_pack
       WHERE tenant_id = current_tenant() AND month = ANY ($1::date[]) AND ($2::uuid[] IS NULL OR service_id = ANY ($2))\
      """;

  /** What is packed of these months. */
  List<Block> packed(Tx tx, Collection<LocalDate> months, UUID @Nullable [] services) {
    List<Block> blocks = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(PACKED)
            .execute(tuple(months.toArray(LocalDate[]::new), services))
            .await()) {
      blocks.add(block(row, begin(row.getLocalDate("month"))));
    }
    return blocks;
  }

  private static Block block(Row row, Instant begin) {
    return new Block(
        row.getUUID("service_id"),
        begin.getEpochSecond(),
        row.getBuffer("opened").getBytes(),
        row.getBuffer("acked").getBytes(),
        row.getBuffer("resolved").getBytes(),
        row.getBuffer("flags").getBytes(),
        bytes(row, "held"),
        bytes(row, "cause"),
        row.getArrayOfUUIDs("causes"));
  }

  private static byte @Nullable [] bytes(Row row, String column) {
    Buffer buffer = row.getBuffer(column);
    return buffer == null ? null : buffer.getBytes();
  }

  static Instant begin(LocalDate month) {
    return month.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static final String MONTHS =
      """
      SELECT m.month, m.incidents, m.ended_until, m.is_whole,
             EXISTS (SELECT FROM figure_change c WHERE c.tenant_id = m.tenant_id AND c.month = m.month) AS has_changed
        FROM figure_month m
       WHERE m.tenant_id = current_tenant()
       ORDER BY m.month\
      """;

  /** All months that are packed, in order. */
  List<PackedMonth> months(Tx tx) {
    List<PackedMonth> months = new ArrayList<>();
    RowSet<Row> rows = tx.connection().preparedQuery(MONTHS).execute().await();
    for (Row row : rows) {
      months.add(
          new PackedMonth(
              row.getLocalDate("month"),
              row.getInteger("incidents"),
              instantOrNull(row, "ended_until"),
              row.getBoolean("is_whole"),
              row.getBoolean("has_changed")));
    }
    return months;
  }

  private static final String PACK_MONTH =
      """
      INSERT INTO figure_month (tenant_id, month, incidents, is_whole, packed_at)
      VALUES (current_tenant(), $1, 0, $2, $3)
          ON CONFLICT (tenant_id, month) DO UPDATE SET is_whole = EXCLUDED.is_whole, packed_at = EXCLUDED.packed_at\
      """;

  private static final String FORGET =
      "DELETE FROM figure_pack WHERE tenant_id = current_tenant() AND month = $1";

  private static final String PACK =
      """
      WITH blocks AS MATERIALIZED (
      %s),
      packed AS (
        INSERT INTO figure_pack (tenant_id, month, service_id, incidents, opened, acked, resolved, flags, held, cause, causes)
        SELECT current_tenant(), (b.month AT TIME ZONE 'UTC')::date, b.service_id, b.incidents, b.opened, b.acked, b.resolved,
               b.flags, b.held, b.cause, b.causes
          FROM blocks b)
      UPDATE figure_month SET incidents = all_of.incidents, ended_until = all_of.ended_until
        FROM (SELECT coalesce(sum(b.incidents), 0)::int AS incidents, max(b.ended_until) AS ended_until FROM blocks b) AS all_of
       WHERE tenant_id = current_tenant() AND month = ($1::timestamptz AT TIME ZONE 'UTC')::date\
      """
          .formatted(BLOCKS);

  /** Packs a month anew from its incidents. Its changes must be forgotten before. */
  void pack(Tx tx, LocalDate month, boolean isWhole, Instant now) {
    tx.connection().preparedQuery(PACK_MONTH).execute(tuple(month, isWhole, time(now))).await();
    tx.connection().preparedQuery(FORGET).execute(tuple(month)).await();
    tx.connection()
        .preparedQuery(PACK)
        .execute(tuple(time(begin(month)), time(begin(month.plusMonths(1))), null, null))
        .await();
  }

  private static final String FORGET_CHANGES =
      "DELETE FROM figure_change WHERE tenant_id = current_tenant() AND month = $1";

  void forgetChanges(Tx tx, LocalDate month) {
    tx.connection().preparedQuery(FORGET_CHANGES).execute(tuple(month)).await();
  }

  private static final String OLDEST =
      "SELECT min(created_at) AS at FROM incident WHERE tenant_id = current_tenant()";

  /** When the first incident was opened that is there. */
  @Nullable Instant oldest(Tx tx) {
    return instantOrNull(
        tx.connection().preparedQuery(OLDEST).execute().await().iterator().next(), "at");
  }

  private static final String TENANTS = "SELECT tenants_to_pack AS id FROM tenants_to_pack($1)";

  /** The tenants of which a month may be packed. */
  List<TenantId> tenants(Tx tx, Instant now) {
    List<TenantId> tenants = new ArrayList<>();
    tx.connection()
        .preparedQuery(TENANTS)
        .execute(tuple(time(now)))
        .await()
        .forEach(row -> tenants.add(new TenantId(row.getUUID("id"))));
    return tenants;
  }

  private static final String NEXT =
      """
      SELECT m.month::date AS month
        FROM generate_series(
               (SELECT date_trunc('month', min(i.created_at), 'UTC') AT TIME ZONE 'UTC' FROM incident i
                 WHERE i.tenant_id = current_tenant()),
               $1::date - interval '1 month', '1 month') AS m(month)
       WHERE NOT EXISTS (SELECT FROM figure_month p WHERE p.tenant_id = current_tenant() AND p.month = m.month::date)
          OR EXISTS (SELECT FROM figure_change c WHERE c.tenant_id = current_tenant() AND c.month = m.month::date)
       UNION
      SELECT c.month FROM figure_change c WHERE c.tenant_id = current_tenant() AND c.month < $1
       ORDER BY month
       LIMIT 1\
      """;

  /**
   * The first month before that one which has changed or was never packed.
   *
   * @param before the first month that is not over
   */
  @Nullable LocalDate next(Tx tx, LocalDate before) {
    for (Row row : tx.connection().preparedQuery(NEXT).execute(tuple(before)).await()) {
      return row.getLocalDate("month");
    }
    return null;
  }

  private static final String MARK =
      "INSERT INTO figure_change (tenant_id, month) SELECT current_tenant(), m FROM"
          + " unnest($1::date[]) AS m";

  /** Says that incidents of these months change. */
  Future<Void> mark(Tx tx, Collection<LocalDate> months) {
    return tx.connection()
        .preparedQuery(MARK)
        .execute(tuple((Object) months.toArray(LocalDate[]::new)))
        .mapEmpty();
  }
}
