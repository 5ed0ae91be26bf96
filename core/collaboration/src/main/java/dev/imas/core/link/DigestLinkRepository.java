package dev.imas.core.link;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a message about many incidents tells of, and keeps that somebody answered it. */
final class DigestLinkRepository {

  /**
   * A message about many incidents.
   *
   * @param user whose contact it went to
   */
  record Digest(TenantId tenant, UUID delivery, UUID user, Instant madeAt) {}

  /** An incident that a message tells of, as it is now. */
  record Told(
      String shortId, String title, Severity severity, IncidentStatus status, String service) {}

  /** How many incidents a message tells of, and how many of them nobody works on. */
  record Counts(int all, int triggered) {}

  /** That somebody has answered. */
  record Answer(int acknowledged, Instant at) {}

  private static final String FIND = "SELECT tenant_id, user_id, made_at FROM find_digest($1)";

  /** Outside of any tenant; empty unless it went to a person. */
  Future<Optional<Digest>> find(Tx tx, UUID delivery) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(delivery))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Digest(
                      new TenantId(row.getUUID("tenant_id")),
                      delivery,
                      row.getUUID("user_id"),
                      instant(row, "made_at")));
            });
  }

  // Each incident is a look-up by its key, whatever the planner thinks of their number.
  private static final String TOLD =
      """
      WITH told AS (
        SELECT DISTINCT d.incident_id AS id FROM delivery d
         WHERE d.tenant_id = current_tenant() AND d.folded_into = $1 AND d.incident_id IS NOT NULL)\
      """;

  private static final String COUNT =
      TOLD
          + """

          SELECT count(*) AS all_of_them, count(*) FILTER (WHERE i.status = 'TRIGGERED') AS triggered
            FROM told t
           CROSS JOIN LATERAL (SELECT x.status FROM incident x
                                WHERE x.tenant_id = current_tenant() AND x.id = t.id LIMIT 1) AS i\
          """;

  Counts count(Tx tx, UUID delivery) {
    Row row =
        tx.connection().preparedQuery(COUNT).execute(tuple(delivery)).await().iterator().next();
    return new Counts(row.getInteger("all_of_them"), row.getInteger("triggered"));
  }

  private static final String LIST =
      TOLD
          + """

          SELECT i.short_id, i.title, i.severity, i.status, s.name AS service
            FROM told t
           CROSS JOIN LATERAL (SELECT x.* FROM incident x
                                WHERE x.tenant_id = current_tenant() AND x.id = t.id LIMIT 1) AS i
            JOIN service s ON s.tenant_id = current_tenant() AND s.id = i.service_id
           ORDER BY i.status <> 'TRIGGERED', i.severity, i.created_at, i.id LIMIT $2\
          """;

  /** Those that nobody works on first, and of these the most severe and oldest. */
  List<Told> list(Tx tx, UUID delivery, int most) {
    List<Told> told = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute(tuple(delivery, most)).await()) {
      told.add(
          new Told(
              row.getString("short_id"),
              row.getString("title"),
              Severity.of(row.getInteger("severity")),
              IncidentStatus.valueOf(row.getString("status")),
              row.getString("service")));
    }
    return told;
  }

  private static final String TRIGGERED =
      TOLD
          + """

          SELECT t.id FROM told t
           CROSS JOIN LATERAL (SELECT x.status FROM incident x
                                WHERE x.tenant_id = current_tenant() AND x.id = t.id LIMIT 1) AS i
           WHERE i.status = 'TRIGGERED' AND ($2::uuid IS NULL OR t.id > $2)
           ORDER BY t.id LIMIT $3\
          """;

  /** The next ones that nobody works on, in the order of their ids. */
  List<UUID> triggered(Tx tx, UUID delivery, @Nullable UUID after, int most) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(TRIGGERED)
        .execute(tuple(delivery, after, most))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static final String ANSWER =
      "SELECT acknowledged, answered_at FROM digest_answer WHERE delivery_id = $1";

  Optional<Answer> answer(Tx tx, UUID delivery) {
    RowSet<Row> rows = tx.connection().preparedQuery(ANSWER).execute(tuple(delivery)).await();
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(new Answer(row.getInteger("acknowledged"), instant(row, "answered_at")));
  }

  private static final String KEEP =
      """
      INSERT INTO digest_answer (tenant_id, delivery_id, user_id, acknowledged, answered_at)
      VALUES (current_tenant(), $1, $2, $3, $4) ON CONFLICT DO NOTHING\
      """;

  void keep(Tx tx, Digest digest, int acknowledged, Instant at) {
    tx.connection()
        .preparedQuery(KEEP)
        .execute(tuple(digest.delivery, digest.user, acknowledged, time(at)))
        .await();
  }

  private static final String FORGET = "DELETE FROM digest_answer WHERE answered_at < $1";

  Future<Void> forget(Tx tx, Instant before) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).mapEmpty();
  }
}
