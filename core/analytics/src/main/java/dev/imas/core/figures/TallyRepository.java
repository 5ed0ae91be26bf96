package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts incidents by interval, service and severity. On a virtual thread. */
final class TallyRepository {

  /**
   * @param interval the place of the interval, from 0 on
   * @param service null unless it was asked for
   * @param severity null unless it was asked for
   * @param cause its key; null unless it was asked for
   */
  record Part(
      int interval,
      @Nullable UUID service,
      @Nullable Severity severity,
      @Nullable String cause,
      Tally tally) {}

  /** What the tallies are divided by, besides intervals. */
  record Division(boolean byService, boolean bySeverity, boolean byCause) {}

  static final String PARTS =
      """
      SELECT bucket, service_id, severity_key, cause_key,
             count(*) FILTER (WHERE counts AND severity = 1) AS sev1, count(*) FILTER (WHERE counts AND severity = 2) AS sev2,
             count(*) FILTER (WHERE counts AND severity = 3) AS sev3, count(*) FILTER (WHERE counts AND severity = 4) AS sev4,
             count(tta) AS acknowledged, coalesce(sum(tta), 0)::bigint AS tta, count(ttr) AS resolved, coalesce(sum(ttr), 0)::bigint AS ttr
        FROM (SELECT width_bucket(created_at, $4::timestamptz[]) AS bucket, severity, counts,
                     CASE WHEN $5::boolean THEN service_id END AS service_id,
                     CASE WHEN $6::boolean THEN severity END AS severity_key,
                     CASE WHEN $7::boolean
                          THEN coalesce((SELECT c.key FROM incident_cause n JOIN cause c ON c.tenant_id = n.tenant_id AND c.id = n.cause_id
                                          WHERE n.tenant_id = of_storms.tenant_id AND n.incident_id = of_storms.id), 'unknown')
                      END AS cause_key,
                     CASE WHEN is_held OR acknowledged_at >= resolved_at THEN NULL
                          WHEN acknowledged_at < created_at THEN 0
                          ELSE floor(date_part('epoch', acknowledged_at - created_at))::int END AS tta,
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
              OFFSET 0) AS opened
       GROUP BY bucket, service_id, severity_key, cause_key\
      """;

  /**
   * @param starts where the intervals begin, in order, the first with the selection's span
   */
  List<Part> parts(Tx tx, Selection of, List<Instant> starts, Division division) {
    List<Part> parts = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(PARTS)
            .execute(
                FiguresRepository.of(of)
                    .addValue(times(starts, at -> at))
                    .addValue(division.byService())
                    .addValue(division.bySeverity())
                    .addValue(division.byCause()))
            .await()) {
      Integer severity = row.getInteger("severity_key");
      parts.add(
          new Part(
              row.getInteger("bucket") - 1,
              row.getUUID("service_id"),
              severity == null ? null : Severity.of(severity),
              row.getString("cause_key"),
              tally(row)));
    }
    return parts;
  }

  private static Tally tally(Row row) {
    return new Tally(
        new long[] {
          row.getLong("sev1"), row.getLong("sev2"), row.getLong("sev3"), row.getLong("sev4")
        },
        row.getLong("acknowledged"),
        row.getLong("tta"),
        row.getLong("resolved"),
        row.getLong("ttr"));
  }

  private static final String CAUSES =
      """
      SELECT c.key, coalesce(p.label || ' › ', '') || c.label AS name
        FROM cause c LEFT JOIN cause p ON p.tenant_id = c.tenant_id AND p.id = c.parent_id\
      """;

  /** What causes are called, by their keys, with what they are part of. */
  Map<String, String> causes(Tx tx) {
    Map<String, String> names = new HashMap<>();
    tx.connection()
        .preparedQuery(CAUSES)
        .execute()
        .await()
        .forEach(row -> names.put(row.getString("key"), row.getString("name")));
    return names;
  }

  /** Something with a name. */
  record Named(UUID id, String name) {}

  record OwnedService(Named service, Named team) {}

  private static final String SERVICES =
      """
      SELECT s.id, s.name, t.id AS team_id, t.name AS team_name
        FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.tenant_id = current_tenant() AND s.id = ANY ($1)\
      """;

  /** These services with the teams that own them now. */
  Map<UUID, OwnedService> services(Tx tx, Collection<UUID> ids) {
    Map<UUID, OwnedService> found = new HashMap<>();
    tx.connection()
        .preparedQuery(SERVICES)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                found.put(
                    row.getUUID("id"),
                    new OwnedService(
                        new Named(row.getUUID("id"), row.getString("name")),
                        new Named(row.getUUID("team_id"), row.getString("team_name")))));
    return found;
  }
}
