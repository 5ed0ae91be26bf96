package dev.imas.core.intake;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims rows of the gateway's outbox, through functions that may see every tenant. */
final class OutboxRepository {

  /** One row, with its transition and its alert's progress. */
  record Claimed(long id, int attempts, Transition transition, AlertProgress progress) {}

  /**
   * @param tenant the rows' tenant; null if there were none. Without rows, urgent ones of this
   *     tenant go first
   */
  record Claim(@Nullable TenantId tenant, List<Claimed> rows) {}

  record Backlog(long waiting, @Nullable Instant oldest) {}

  private static final String CLAIM_OLDEST =
      """
      SELECT id, tenant_id, fingerprint, seq, kind, severity, service_id, received_at, starts_at, decision, group_key,
             attempts, applied_seq, incident_id, firing
        FROM claim_outbox($1, $2, $3, $4)\
      """;

  private static final String CLAIM_SEVEREST =
      """
      SELECT id, tenant_id, fingerprint, seq, kind, severity, service_id, received_at, starts_at, decision, group_key,
             attempts, applied_seq, incident_id, firing
        FROM claim_urgent($1, $2)\
      """;

  /**
   * Claims the oldest rows of one tenant. They are deleted if the transaction commits, and stay if
   * it fails.
   *
   * @param yields whether to take nothing from a tenant whose urgent rows wait
   * @param after the tenant whose turn came before
   */
  Future<Claim> claimOldest(Tx tx, OutboxLoop.Kind lane, boolean yields, UUID after, int limit) {
    return tx.connection()
        .preparedQuery(CLAIM_OLDEST)
        .execute(tuple((short) lane.priority(), yields, after, limit))
        .map(OutboxRepository::claim);
  }

  /** The same of the urgent lane and its highest severity; services take turns. */
  Future<Claim> claimSeverest(Tx tx, UUID after, int limit) {
    return tx.connection()
        .preparedQuery(CLAIM_SEVEREST)
        .execute(tuple(after, limit))
        .map(OutboxRepository::claim);
  }

  private static Claim claim(RowSet<Row> rows) {
    TenantId tenant = null;
    List<Claimed> claimed = new ArrayList<>(rows.size());
    for (Row row : rows) {
      tenant = new TenantId(row.getUUID("tenant_id"));
      if (row.getLong("id") == null) {
        break;
      }
      claimed.add(
          new Claimed(
              row.getLong("id"), row.getInteger("attempts"), transition(row), progress(row)));
    }
    return new Claim(tenant, claimed);
  }

  static Transition transition(Row row) {
    return new Transition(
        row.getUUID("fingerprint"),
        row.getInteger("seq"),
        TransitionKind.of(row.getInteger("kind")),
        Severity.of(row.getInteger("severity")),
        row.getUUID("service_id"),
        instant(row, "received_at"),
        instant(row, "starts_at"),
        row.getInteger("decision"),
        row.getString("group_key"));
  }

  private static AlertProgress progress(Row row) {
    UUID fingerprint = row.getUUID("fingerprint");
    Integer applied = row.getInteger("applied_seq");
    return applied == null
        ? AlertProgress.none(fingerprint)
        : new AlertProgress(
            fingerprint, applied, row.getUUID("incident_id"), row.getBoolean("firing"));
  }

  private static final String DEFER = "SELECT defer_outbox($1, $2, $3)";

  Future<Void> defer(Tx tx, UUID tenant, long id, Duration wait) {
    return tx.connection()
        .preparedQuery(DEFER)
        .execute(tuple(tenant, new Long[] {id}, interval(wait)))
        .mapEmpty();
  }

  private static final String BACKLOG = "SELECT waiting, oldest FROM outbox_backlog()";

  Future<Backlog> backlog(Tx tx) {
    return tx.connection()
        .preparedQuery(BACKLOG)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Backlog(row.getLong("waiting"), instantOrNull(row, "oldest"));
            });
  }
}
