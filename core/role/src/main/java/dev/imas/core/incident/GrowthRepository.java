package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Open incidents that got more alerts since anybody was last told of them. Each has one mark, with
 * the time at which that is told; whatever else is told of it before takes the mark away.
 */
public final class GrowthRepository {

  /** For which a mark is put off that could not be worked at. */
  private static final Duration PUT_OFF = Duration.ofMinutes(5);

  /**
   * Incidents of one tenant.
   *
   * @param tenant null when there was nothing
   */
  record Due(@Nullable TenantId tenant, List<UUID> incidents) {}

  private final Duration pause;

  /**
   * @param pause between the last message about an incident and the one that it grew
   */
  public GrowthRepository(Duration pause) {
    this.pause = pause;
  }

  private static final String EXPECT = "SELECT expect_growth($1, $2)";

  /** These have grown; what has a mark keeps it. Of incidents that the transaction has locked. */
  Future<Void> expect(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(EXPECT)
            .execute(tuple(ids(incidents), interval(pause)))
            .mapEmpty();
  }

  static final String FORGET =
      "DELETE FROM incident_growth WHERE tenant_id = current_tenant() AND incident_id = ANY ($1)";

  /** Of these everything is told. */
  Future<Void> forget(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection().preparedQuery(FORGET).execute(tuple((Object) ids(incidents))).mapEmpty();
  }

  private static final String DUE = "SELECT tenant_id, incident_id FROM due_growth($1, $2)";

  Future<Due> due(Tx tx, int limit) {
    return tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(limit, interval(longest())))
        .map(
            rows -> {
              TenantId tenant = null;
              List<UUID> incidents = new ArrayList<>(rows.size());
              for (Row row : rows) {
                tenant = new TenantId(row.getUUID("tenant_id"));
                incidents.add(row.getUUID("incident_id"));
              }
              return new Due(tenant, incidents);
            });
  }

  private static final String TAKE =
      """
      DELETE FROM incident_growth
       WHERE tenant_id = current_tenant() AND incident_id = ANY ($1)
         AND (due_at <= now() OR due_at > now() + $2::interval + interval '1 minute')
      RETURNING incident_id\
      """;

  /** Of these, which the transaction has locked, those that are still due: they no longer are. */
  Future<List<UUID>> take(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(TAKE)
        .execute(tuple(ids(incidents), interval(longest())))
        .map(GrowthRepository::incidents);
  }

  private static final String PUT_OFF_ONE =
      """
      UPDATE incident_growth SET due_at = now() + $2::interval
       WHERE tenant_id = current_tenant() AND incident_id = $1\
      """;

  /** After its work failed. */
  Future<Void> putOff(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(PUT_OFF_ONE)
        .execute(tuple(incident, interval(PUT_OFF)))
        .mapEmpty();
  }

  private Duration longest() {
    return pause.compareTo(PUT_OFF) > 0 ? pause : PUT_OFF;
  }

  private static UUID[] ids(Collection<UUID> incidents) {
    return incidents.toArray(UUID[]::new);
  }

  private static List<UUID> incidents(RowSet<Row> rows) {
    List<UUID> incidents = new ArrayList<>(rows.size());
    rows.forEach(row -> incidents.add(row.getUUID("incident_id")));
    return incidents;
  }
}
