package dev.imas.core.simulation;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes simulations. Only on a virtual thread. */
final class SimulationRepository {

  /** How many of one tenant are kept. */
  static final int MOST_KEPT = 20;

  /**
   * @param ruleSetVersion null for a draft
   * @param total changes to replay; null while they are counted
   */
  record Summary(
      UUID id,
      String state,
      @Nullable Integer ruleSetVersion,
      Instant from,
      Instant to,
      @Nullable Long total,
      long replayed,
      String createdBy,
      Instant createdAt,
      @Nullable Instant finishedAt,
      @Nullable String failure) {}

  /**
   * @param result null until it is done
   */
  record SimulationView(@JsonUnwrapped Summary summary, @JsonRawValue @Nullable String result) {}

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.simulation.' || current_tenant(),"
          + " 0))::text";

  /** Until the transaction ends, no other one begins a simulation of this tenant. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  // A process says how far it is after each page. One that has been silent for so long is gone.
  private static final String END_ABANDONED =
      """
      UPDATE simulation
         SET state = 'failed', finished_at = now(),
             failure = 'the process that ran it has ended; start it again'
       WHERE state = 'running' AND seen_at < now() - interval '3 minutes'\
      """;

  private static final String FORGET =
      "DELETE FROM simulation WHERE finished_at < now() - interval '1 hour'";

  /** Removes what ended an hour ago, and ends what no process runs any more. */
  Future<Void> tidy(Tx tx) {
    return tx.connection()
        .preparedQuery(END_ABANDONED)
        .execute()
        .compose(ended -> tx.connection().preparedQuery(FORGET).execute())
        .mapEmpty();
  }

  private static final String KEEP_FEWER =
      """
      DELETE FROM simulation
       WHERE id IN (SELECT s.id FROM simulation s WHERE s.state <> 'running'
                     ORDER BY s.id DESC OFFSET $1)\
      """;

  /** Keeps only the newest of those that have ended. */
  void keep(Tx tx, int most) {
    tx.connection().preparedQuery(KEEP_FEWER).execute(tuple(most)).await();
  }

  private static final String RUNNING = "SELECT id FROM simulation WHERE state = 'running' LIMIT 1";

  Optional<UUID> running(Tx tx) {
    for (Row row : tx.connection().preparedQuery(RUNNING).execute().await()) {
      return Optional.of(row.getUUID("id"));
    }
    return Optional.empty();
  }

  private static final String INSERT =
      """
      INSERT INTO simulation (tenant_id, id, rule_set_version, from_at, to_at, state, created_by)
      VALUES (current_tenant(), $1, $2, $3, $4, 'running', $5)\
      """;

  void insert(Tx tx, UUID id, @Nullable Integer version, Instant from, Instant to, String by) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, version, time(from), time(to), by))
        .await();
  }

  private static final String ADVANCE =
      """
      UPDATE simulation SET replayed = $2, total = $3, seen_at = now()
       WHERE id = $1 AND state = 'running'\
      """;

  /**
   * @param total null while the changes are counted
   * @return false if it was cancelled
   */
  boolean advance(Tx tx, UUID id, long replayed, @Nullable Long total) {
    return tx.connection()
            .preparedQuery(ADVANCE)
            .execute(tuple(id, replayed, total))
            .await()
            .rowCount()
        == 1;
  }

  private static final String FINISH =
      """
      UPDATE simulation
         SET state = $2, finished_at = now(), seen_at = now(), replayed = coalesce($3, replayed), failure = $4, result = $5
       WHERE id = $1 AND state = 'running'\
      """;

  void done(Tx tx, UUID id, long replayed, String result) {
    finish(tx, id, "done", replayed, null, result);
  }

  void failed(Tx tx, UUID id, String failure) {
    finish(tx, id, "failed", null, failure, null);
  }

  private static void finish(
      Tx tx,
      UUID id,
      String state,
      @Nullable Long replayed,
      @Nullable String failure,
      @Nullable String result) {
    tx.connection()
        .preparedQuery(FINISH)
        .execute(tuple(id, state, replayed, failure, result))
        .await();
  }

  private static final String CANCEL =
      """
      UPDATE simulation SET state = 'cancelled', finished_at = now()
       WHERE id = $1 AND state = 'running'\
      """;

  private static final String DELETE = "DELETE FROM simulation WHERE id = $1";

  /**
   * Cancels it if it runs, and removes it if it has ended.
   *
   * @return false if there is none
   */
  boolean end(Tx tx, UUID id) {
    return tx.connection().preparedQuery(CANCEL).execute(tuple(id)).await().rowCount() == 1
        || tx.connection().preparedQuery(DELETE).execute(tuple(id)).await().rowCount() == 1;
  }

  private static final String COLUMNS =
      """
      SELECT id, state, rule_set_version, from_at, to_at, total, replayed, created_by, created_at,
             finished_at, failure\
      """;

  private static final String KEPT =
      """
       FROM simulation
       WHERE (finished_at IS NULL OR finished_at >= now() - interval '1 hour')\
      """;

  private static final String FIND = COLUMNS + ", result" + KEPT + " AND id = $1";

  Optional<SimulationView> find(Tx tx, UUID id) {
    for (Row row : tx.connection().preparedQuery(FIND).execute(tuple(id)).await()) {
      return Optional.of(new SimulationView(summary(row), row.getString("result")));
    }
    return Optional.empty();
  }

  // Ids begin with the time at which one was asked for.
  private static final String LIST =
      COLUMNS + KEPT + " AND ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2";

  /** Newest first. */
  List<Summary> list(Tx tx, ListRange paging) {
    List<Summary> all = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(paging.afterId(), paging.fetch()))
            .await()) {
      all.add(summary(row));
    }
    return all;
  }

  private static Summary summary(Row row) {
    return new Summary(
        row.getUUID("id"),
        row.getString("state"),
        row.getInteger("rule_set_version"),
        instant(row, "from_at"),
        instant(row, "to_at"),
        row.getLong("total"),
        row.getLong("replayed"),
        row.getString("created_by"),
        instant(row, "created_at"),
        instantOrNull(row, "finished_at"),
        row.getString("failure"));
  }
}
