package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Counted;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts incidents that are open, or of a day. On a virtual thread. Everything else is counted from
 * {@link Fact}s.
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
         AND (%s) = 0\
      """
          .formatted(Counted.EXCLUSION);

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
         AND (%s) = 0\
      """
          .formatted(Counted.EXCLUSION);

  long created(Tx tx, Selection in) {
    return one(tx, CREATED, of(in)).getLong("incidents");
  }

  static final String RESOLVED =
      """
      SELECT count(*) AS incidents FROM incident i
       WHERE tenant_id = current_tenant() AND status = 'RESOLVED' AND resolved_at >= $1 AND resolved_at < $2
         AND ($3::uuid[] IS NULL OR service_id = ANY ($3))
         AND (%s) = 0\
      """
          .formatted(Counted.EXCLUSION);

  /** How many were resolved in that time and still are, whenever they were opened. */
  long resolved(Tx tx, Selection in) {
    return one(tx, RESOLVED, of(in)).getLong("incidents");
  }

  /** The first three parameters of each statement about a selection. */
  static Tuple of(Selection selection) {
    return tuple(time(selection.span().from()), time(selection.span().to()), selection.services());
  }

  private static Row one(Tx tx, String sql, Tuple parameters) {
    return tx.connection().preparedQuery(sql).execute(parameters).await().iterator().next();
  }
}
