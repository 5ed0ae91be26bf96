package dev.imas.core.ruleset;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes which version of the rules is in force, and which ones were. */
final class ActivationRepository {

  /**
   * A version came into force.
   *
   * @param number 1, 2, 3 … of the tenant
   * @param version null for no rules
   * @param previous what was in force until then; null for no rules
   */
  record ActivationView(
      int number,
      String action,
      @Nullable Integer version,
      @Nullable Integer previous,
      String by,
      Instant at) {}

  /**
   * Where a rollback goes.
   *
   * @param number the activation whose version comes back
   * @param version null for no rules
   */
  record Before(int number, @Nullable Integer version) {}

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.rule_set.activation.' ||"
          + " current_tenant(), 0))::text";

  /** Until the transaction ends, no other one changes what is in force. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  private static final String ACTIVATE =
      """
      INSERT INTO rule_set_activation (tenant_id, version, activated_by)
      VALUES (current_tenant(), $1, $2)
      ON CONFLICT (tenant_id) DO UPDATE
         SET version = excluded.version, activated_by = excluded.activated_by, activated_at = now()\
      """;

  private static final String DEACTIVATE = "DELETE FROM rule_set_activation";

  /**
   * @param version null for no rules
   */
  void put(Tx tx, @Nullable Integer version, String by) {
    if (version == null) {
      tx.connection().preparedQuery(DEACTIVATE).execute().await();
    } else {
      tx.connection().preparedQuery(ACTIVATE).execute(tuple(version, by)).await();
    }
  }

  private static final String RECORD =
      """
      INSERT INTO rule_set_history (tenant_id, number, action, version, previous, back_to, recorded_by)
      SELECT current_tenant(), coalesce(max(h.number), 0) + 1, $1, $2, $3,
             -- A rollback goes on from where it arrived, so that a second one goes further back.
             CASE WHEN $1 = 'rollback' THEN (SELECT b.back_to FROM rule_set_history b WHERE b.number = $4)
                  ELSE max(h.number) END,
             $5
        FROM rule_set_history h\
      """;

  /**
   * @param version null for no rules
   * @param previous null for no rules
   * @param arrivesAt the number of the activation that comes back; null unless it is a rollback
   */
  void record(
      Tx tx,
      String action,
      @Nullable Integer version,
      @Nullable Integer previous,
      @Nullable Integer arrivesAt,
      String by) {
    tx.connection()
        .preparedQuery(RECORD)
        .execute(tuple(action, version, previous, arrivesAt, by))
        .await();
  }

  private static final String BEFORE =
      """
      SELECT b.number, b.version
        FROM (SELECT h.back_to FROM rule_set_history h ORDER BY h.number DESC LIMIT 1) AS last
        JOIN rule_set_history b ON b.number = last.back_to\
      """;

  /** What was in force before what is now; empty if it is the first. */
  Optional<Before> before(Tx tx) {
    for (Row row : tx.connection().preparedQuery(BEFORE).execute().await()) {
      return Optional.of(new Before(row.getInteger("number"), row.getInteger("version")));
    }
    return Optional.empty();
  }

  private static final String LIST =
      """
      SELECT h.number, h.action, h.version, h.previous, h.recorded_by, h.recorded_at
        FROM rule_set_history h
       WHERE $1::int IS NULL OR h.number < $1
       ORDER BY h.number DESC
       LIMIT $2\
      """;

  Future<List<ActivationView>> list(Tx tx, @Nullable Integer below, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(below, paging.fetch()))
        .map(
            rows -> {
              List<ActivationView> views = new ArrayList<>();
              for (Row row : rows) {
                views.add(
                    new ActivationView(
                        row.getInteger("number"),
                        row.getString("action"),
                        row.getInteger("version"),
                        row.getInteger("previous"),
                        row.getString("recorded_by"),
                        instant(row, "recorded_at")));
              }
              return views;
            });
  }
}
