package dev.imas.core.dora;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps which reports were made. On a virtual thread. */
final class DoraReportRepository {

  private static final String LIST =
      """
      SELECT r.id, r.month, r.service_id, r.team_id, r.environment, r.definition, r.as_of, r.deployments, r.pushes, r.incidents,
             r.digest, r.made_by, r.made_at
        FROM dora_report r
       WHERE ($1::uuid IS NULL OR r.id < $1)
       ORDER BY r.id DESC
       LIMIT $2\
      """;

  /** What was made last comes first. */
  List<DoraReport> list(Tx tx, @Nullable UUID after, ListRange paging) {
    return reports(
        tx.connection().preparedQuery(LIST).execute(tuple(after, paging.fetch())).await());
  }

  private static final String LAST =
      """
      SELECT r.id, r.month, r.service_id, r.team_id, r.environment, r.definition, r.as_of, r.deployments, r.pushes, r.incidents,
             r.digest, r.made_by, r.made_at
        FROM dora_report r
       WHERE r.tenant_id = current_tenant() AND r.month = $1 AND r.service_id IS NOT DISTINCT FROM $2
         AND r.team_id IS NOT DISTINCT FROM $3 AND r.environment = $4 AND r.definition = $5
         AND ($6::timestamptz IS NULL OR r.as_of = $6)
       ORDER BY r.as_of DESC
       LIMIT 1\
      """;

  /**
   * The report about the same that knew most.
   *
   * @param asOf only the one that knew what was known then; null for any
   */
  Optional<DoraReport> last(
      Tx tx,
      YearMonth month,
      @Nullable UUID service,
      @Nullable UUID team,
      @Nullable String environment,
      @Nullable Instant asOf) {
    return reports(
            tx.connection()
                .preparedQuery(LAST)
                .execute(
                    tuple(
                        month.atDay(1),
                        service,
                        team,
                        environment == null ? "" : environment,
                        DoraMetric.VERSION,
                        asOf == null ? null : time(asOf)))
                .await())
        .stream()
        .findFirst();
  }

  private static List<DoraReport> reports(RowSet<Row> rows) {
    List<DoraReport> reports = new ArrayList<>();
    for (Row row : rows) {
      String environment = row.getString("environment");
      reports.add(
          new DoraReport(
              row.getUUID("id"),
              YearMonth.from(row.getLocalDate("month")).toString(),
              row.getUUID("service_id"),
              row.getUUID("team_id"),
              environment.isEmpty() ? null : environment,
              row.getString("definition"),
              instant(row, "as_of"),
              row.getInteger("deployments"),
              row.getInteger("pushes"),
              row.getInteger("incidents"),
              HexFormat.of().formatHex(row.getBuffer("digest").getBytes()),
              row.getString("made_by"),
              instant(row, "made_at")));
    }
    return reports;
  }

  private static final String INSERT =
      """
      INSERT INTO dora_report (tenant_id, id, month, service_id, team_id, environment, definition, as_of, deployments, pushes,
                               incidents, digest, made_by, made_at)
      SELECT current_tenant(), uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
       WHERE ($2::uuid IS NULL OR EXISTS (SELECT FROM service s WHERE s.tenant_id = current_tenant() AND s.id = $2))
         AND ($3::uuid IS NULL OR EXISTS (SELECT FROM team t WHERE t.tenant_id = current_tenant() AND t.id = $3))
         AND ($4 = '' OR EXISTS (SELECT FROM environment e WHERE e.tenant_id = current_tenant() AND lower(e.name) = lower($4)))
      ON CONFLICT DO NOTHING\
      """;

  /**
   * Keeps it, unless one about the same is kept, or it is about something that the tenant does not
   * have; its id is not used.
   */
  void keep(Tx tx, DoraReport report) {
    String environment = report.environment();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                YearMonth.parse(report.month()).atDay(1),
                report.service(),
                report.team(),
                environment == null ? "" : environment,
                report.definition(),
                time(report.asOf()),
                report.deployments(),
                report.pushes(),
                report.incidents(),
                Buffer.buffer(HexFormat.of().parseHex(report.sha256())),
                report.madeBy(),
                time(report.madeAt())))
        .await();
  }

  private static final String LANGUAGE =
      "SELECT coalesce((SELECT n.language FROM message_wording n), 'en') AS language";

  /** Of the tenant's messages. */
  String language(Tx tx) {
    return tx.connection()
        .preparedQuery(LANGUAGE)
        .execute()
        .await()
        .iterator()
        .next()
        .getString("language");
  }

  private static final String FORGET = "SELECT forget_dora_reports($1, $2)";

  int forget(Tx tx, Instant before, int limit) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(time(before), limit))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }
}
