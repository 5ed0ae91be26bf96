package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts incidents. Sums, means and percentiles are PostgreSQL's; the index {@code incident_list}
 * holds all columns that they need. Clocks are read as an incident's own figures are: whole
 * seconds, never negative, up to the acknowledgement and the resolution that stand. On a virtual
 * thread.
 *
 * <p>An umbrella stands for the incidents of its storm, which are counted, and is not counted
 * itself. It alone has a time to acknowledge, since people were told of it and not of them.
 *
 * <p>A resolution sets the acknowledgement to its own instant where nobody has acknowledged before.
 * Such an incident has no time to acknowledge: most of them end with their alerts.
 */
final class FiguresRepository {

  private static final String REMOVED_BEFORE = "SELECT removed_before($1) AS at";

  /**
   * Rows that ended before this time may have been removed; null if none was.
   *
   * @param table whose rows are removed one by one
   */
  @Nullable Instant removedBefore(Tx tx, String table) {
    return instantOrNull(
        tx.connection()
            .preparedQuery(REMOVED_BEFORE)
            .execute(tuple(table))
            .await()
            .iterator()
            .next(),
        "at");
  }

  private static final String SERVICES_OF_TEAM =
      "SELECT id FROM service WHERE owner_team_id = $1 ORDER BY id";

  /** The services that the team owns now. */
  List<UUID> servicesOf(Tx tx, UUID team) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(SERVICES_OF_TEAM)
        .execute(tuple(team))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  // greatest() would make a 0 of a clock that has not stopped. OFFSET 0 has each time calculated
  // once, not once for each
  // aggregate, which halves the time.
  static final String COHORT =
      """
      SELECT count(*) FILTER (WHERE counts) AS total,
             count(*) FILTER (WHERE counts AND severity = 1) AS sev1, count(*) FILTER (WHERE counts AND severity = 2) AS sev2,
             count(*) FILTER (WHERE counts AND severity = 3) AS sev3, count(*) FILTER (WHERE counts AND severity = 4) AS sev4,
             count(*) FILTER (WHERE counts AND status = 'TRIGGERED') AS triggered,
             count(*) FILTER (WHERE counts AND status = 'ACKNOWLEDGED') AS acknowledged,
             count(*) FILTER (WHERE counts AND status = 'MITIGATED') AS mitigated,
             count(*) FILTER (WHERE counts AND status = 'RESOLVED') AS resolved,
             count(tta) AS tta_count, avg(tta)::float8 AS tta_mean,
             percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY tta) AS tta_percentiles,
             count(tta_or_ttr) AS any_count, avg(tta_or_ttr)::float8 AS any_mean,
             count(ttr) AS ttr_count, avg(ttr)::float8 AS ttr_mean,
             percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ttr) AS ttr_percentiles
        FROM (SELECT severity, status, counts,
                     CASE WHEN is_held OR acknowledged_at >= resolved_at THEN NULL
                          WHEN acknowledged_at < created_at THEN 0
                          ELSE floor(date_part('epoch', acknowledged_at - created_at))::int END AS tta,
                     CASE WHEN is_held THEN NULL
                          WHEN acknowledged_at < created_at THEN 0
                          ELSE floor(date_part('epoch', acknowledged_at - created_at))::int END AS tta_or_ttr,
                     CASE WHEN NOT counts OR is_merged THEN NULL
                          WHEN resolved_at < created_at THEN 0
                          ELSE floor(date_part('epoch', resolved_at - created_at))::int END AS ttr
                FROM (SELECT i.*, NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id) AS counts,
                             EXISTS (SELECT FROM storm_child h WHERE h.tenant_id = i.tenant_id AND h.incident_id = i.id) AS is_held,
                             EXISTS (SELECT FROM incident_merge m
                                      WHERE m.tenant_id = i.tenant_id AND m.source_id = i.id AND m.undone_at IS NULL) AS is_merged
                        FROM incident i) AS of_storms
               WHERE tenant_id = current_tenant() AND created_at >= $1 AND created_at < $2
                 AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
              OFFSET 0) AS opened\
      """;

  Cohort cohort(Tx tx, Selection of) {
    Row row = one(tx, COHORT, of(of));
    return new Cohort(
        row.getLong("total"),
        List.of(row.getLong("sev1"), row.getLong("sev2"), row.getLong("sev3"), row.getLong("sev4")),
        List.of(
            row.getLong("triggered"),
            row.getLong("acknowledged"),
            row.getLong("mitigated"),
            row.getLong("resolved")),
        times(row, "tta"),
        new Mean(row.getLong("any_count"), rounded(row.getDouble("any_mean"))),
        times(row, "ttr"));
  }

  private static Times times(Row row, String clock) {
    Integer[] percentiles = row.getArrayOfIntegers(clock + "_percentiles");
    return new Times(
        row.getLong(clock + "_count"),
        rounded(row.getDouble(clock + "_mean")),
        percentiles == null ? null : percentiles[0].longValue(),
        percentiles == null ? null : percentiles[1].longValue());
  }

  private static @Nullable Long rounded(@Nullable Double exact) {
    return exact == null ? null : Math.round(exact);
  }

  /**
   * @param bySeverity SEV1 first
   * @param unacknowledged how many of them nobody has taken
   */
  record Open(List<Long> bySeverity, long unacknowledged) {

    long total() {
      return bySeverity.stream().mapToLong(Long::longValue).sum();
    }
  }

  static final String OPEN =
      """
      SELECT count(*) FILTER (WHERE severity = 1) AS sev1, count(*) FILTER (WHERE severity = 2) AS sev2,
             count(*) FILTER (WHERE severity = 3) AS sev3, count(*) FILTER (WHERE severity = 4) AS sev4,
             count(*) FILTER (WHERE status = 'TRIGGERED') AS unacknowledged
        FROM incident i
       WHERE tenant_id = current_tenant() AND status <> 'RESOLVED' AND ($1::uuid[] IS NULL OR service_id = ANY ($1))
         AND NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id)\
      """;

  /** What is open now, whenever it was opened. */
  Open open(Tx tx, UUID @Nullable [] services) {
    Row row = one(tx, OPEN, tuple((Object) services));
    return new Open(
        List.of(row.getLong("sev1"), row.getLong("sev2"), row.getLong("sev3"), row.getLong("sev4")),
        row.getLong("unacknowledged"));
  }

  static final String CREATED =
      """
      SELECT count(*) AS incidents FROM incident i
       WHERE tenant_id = current_tenant() AND created_at >= $1 AND created_at < $2
         AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
         AND NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id)\
      """;

  long created(Tx tx, Selection in) {
    return one(tx, CREATED, of(in)).getLong("incidents");
  }

  static final String RESOLVED =
      """
      SELECT count(*) AS incidents FROM incident i
       WHERE tenant_id = current_tenant() AND status = 'RESOLVED' AND resolved_at >= $1 AND resolved_at < $2
         AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
         AND NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id)
         AND NOT EXISTS (SELECT FROM incident_merge m
                          WHERE m.tenant_id = i.tenant_id AND m.source_id = i.id AND m.undone_at IS NULL)\
      """;

  /** How many were resolved in that time and still are, whenever they were opened. */
  long resolved(Tx tx, Selection in) {
    return one(tx, RESOLVED, of(in)).getLong("incidents");
  }

  static final String HEAT =
      """
      SELECT mod(floor((date_part('epoch', created_at) + ($5::int[])[width_bucket(created_at, $4::timestamptz[])]) / 3600)
                 ::bigint, 168)::int AS hour, count(*) AS incidents
        FROM incident i
       WHERE tenant_id = current_tenant() AND created_at >= $1 AND created_at < $2
         AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
         AND NOT EXISTS (SELECT FROM storm u WHERE u.tenant_id = i.tenant_id AND u.umbrella_id = i.id)
       GROUP BY 1\
      """;

  /**
   * How many incidents were opened in each hour of a week, the first from Monday midnight on, by
   * the clocks that were in force at the time.
   */
  long[] heat(Tx tx, Selection of) {
    Offsets offsets = Offsets.during(of.span());
    Tuple parameters =
        of(of)
            .addValue(
                offsets.since().stream()
                    .map(at -> time(at))
                    .toArray(java.time.OffsetDateTime[]::new))
            .addValue(offsets.seconds().toArray(Integer[]::new));
    long[] hours = new long[Offsets.HOURS_OF_A_WEEK];
    for (Row row : tx.connection().preparedQuery(HEAT).execute(parameters).await()) {
      hours[Offsets.fromMonday(row.getInteger("hour"))] = row.getLong("incidents");
    }
    return hours;
  }

  /** The first three parameters of each statement about a selection. */
  static Tuple of(Selection selection) {
    return tuple(time(selection.span().from()), time(selection.span().to()), selection.services());
  }

  private static Row one(Tx tx, String sql, Tuple parameters) {
    return tx.connection().preparedQuery(sql).execute(parameters).await().iterator().next();
  }
}
