package dev.imas.notifier.probe;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.probe.ProbeStanding.Part;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes which components are to be asked, of all tenants, and adds up what was found. */
final class ProbeRepository {

  private static final int LONGEST_REASON = 300;

  private final Transactions transactions;

  ProbeRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  private static final String CLAIM =
      "SELECT tenant_id, component_id, url, timeout_s, expected_status, version FROM"
          + " claim_probes($1, $2)";

  /** Those that are due, which nobody else asks then. */
  Future<List<Probe>> claim(Instant now, int most) {
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(CLAIM).execute(tuple(time(now), most)))
        .map(
            rows -> {
              List<Probe> due = new ArrayList<>();
              rows.forEach(row -> due.add(probe(row)));
              return due;
            });
  }

  private static Probe probe(Row row) {
    return new Probe(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("component_id"),
        row.getString("url"),
        Duration.ofSeconds(row.getInteger("timeout_s")),
        row.getInteger("expected_status"),
        row.getInteger("version"));
  }

  private static final String LOCK =
      """
      SELECT outcome, tried_at, every_s FROM status_probe WHERE component_id = $1 AND version = $2 FOR UPDATE\
      """;

  /** Writes what was found, unless the probe was changed since it was claimed. */
  Future<Void> write(Probe probe, ProbeFinding finding, Instant at, Duration took) {
    return transactions.run(
        probe.tenant(),
        tx ->
            tx.connection()
                .preparedQuery(LOCK)
                .execute(tuple(probe.component(), probe.version()))
                .compose(
                    rows -> {
                      for (Row row : rows) {
                        return add(tx, probe, standing(row).until(at))
                            .compose(added -> keep(tx, probe, finding, at, took));
                      }
                      return Future.succeededFuture();
                    }));
  }

  private static ProbeStanding standing(Row row) {
    return new ProbeStanding(
        row.getString("outcome"),
        instantOrNull(row, "tried_at"),
        Duration.ofSeconds(row.getInteger("every_s")));
  }

  private static final String ADD =
      """
      INSERT INTO status_uptime AS u (tenant_id, component_id, day, up_ms, down_ms)
      VALUES (current_tenant(), $1, $2, $3, $4)
      ON CONFLICT (tenant_id, component_id, day) DO UPDATE
         SET up_ms = u.up_ms + excluded.up_ms, down_ms = u.down_ms + excluded.down_ms\
      """;

  private static Future<Void> add(Tx tx, Probe probe, List<Part> parts) {
    return parts.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(ADD)
            .executeBatch(
                parts.stream()
                    .map(part -> tuple(probe.component(), part.day(), part.up(), part.down()))
                    .toList())
            .mapEmpty();
  }

  // A clock that goes back would let two findings stand for the same time.
  private static final String KEEP =
      """
      UPDATE status_probe
         SET outcome = $2, tried_at = greatest(tried_at, $3), took_ms = $4, reason = $5
       WHERE component_id = $1\
      """;

  private static Future<Void> keep(
      Tx tx, Probe probe, ProbeFinding finding, Instant at, Duration took) {
    return tx.connection()
        .preparedQuery(KEEP)
        .execute(
            tuple(
                probe.component(),
                finding.word(),
                time(at),
                (int) took.toMillis(),
                reason(finding)))
        .mapEmpty();
  }

  private static @Nullable String reason(ProbeFinding finding) {
    return switch (finding) {
      case ProbeFinding.Up up -> null;
      case ProbeFinding.Down down -> SafeText.line(down.reason(), LONGEST_REASON);
      case ProbeFinding.Unknown unknown -> SafeText.line(unknown.reason(), LONGEST_REASON);
    };
  }
}
