package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.ruleset.PastRoutingColumns;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@link SuppressionSweep} reads and writes. */
final class SuppressionSweepRepository {

  private static final String WAKE = "SELECT taken FROM wake_hidden($1, $2)";

  /**
   * @return how many hidden alerts were due
   */
  int wake(Tx tx, Instant now, int limit) {
    return number(tx, WAKE, time(now), limit);
  }

  private static final String OVERTAKEN = "SELECT wake_overtaken($1)";

  /** Makes those due that were hidden by a silence or a time interval as it was before a change. */
  int wakeOvertaken(Tx tx, Instant now) {
    return number(tx, OVERTAKEN, time(now));
  }

  private static final String END = "SELECT end_silences($1)";

  /** Ends the silences that end with their alerts. */
  int endSilences(Tx tx, Instant now) {
    return number(tx, END, time(now));
  }

  private static final String FORGET = "SELECT forget_suppressions($1)";

  int forgetSuppressions(Tx tx, int limit) {
    return number(tx, FORGET, limit);
  }

  private static final String FORGET_SILENCES = "SELECT forget_silences($1, $2)";

  int forgetSilences(Tx tx, Instant before, int limit) {
    return number(tx, FORGET_SILENCES, time(before), limit);
  }

  private static int number(Tx tx, String sql, Object... values) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple(values))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  /**
   * What begins to hide, and for which all firing alerts are looked at.
   *
   * @param hiders silences, rules and time intervals, at least one
   * @param after the last alert that was looked at; null at the beginning
   */
  record Scan(TenantId tenant, List<UUID> hiders, @Nullable After after) {}

  /** A place in the alerts, by when they were first received. */
  record After(Instant createdAt, UUID fingerprint) {}

  private static final String CLAIM =
      "SELECT tenant_id, hider_id, after_created, after_print FROM claim_hiding_scans($1, $2)";

  /** One that is due, for as many of the tenant's as begin at the same place, locked. */
  Optional<Scan> claim(Tx tx, Instant now, int most) {
    List<UUID> hiders = new ArrayList<>();
    Scan scan = null;
    for (Row row : tx.connection().preparedQuery(CLAIM).execute(tuple(time(now), most)).await()) {
      hiders.add(row.getUUID("hider_id"));
      Instant created = instantOrNull(row, "after_created");
      scan =
          new Scan(
              new TenantId(row.getUUID("tenant_id")),
              hiders,
              created == null ? null : new After(created, row.getUUID("after_print")));
    }
    return Optional.ofNullable(scan);
  }

  /**
   * A firing alert.
   *
   * @param firstSeen when its episode began
   * @param routed how it was routed
   */
  record Firing(
      After place,
      UUID service,
      Severity severity,
      Labels labels,
      Instant firstSeen,
      PastRouting routed) {}

  private static final String FIRING =
      """
      SELECT a.created_at, a.fingerprint, a.service_id, a.labels, a.first_seen, %s
        FROM alert a
        LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
       WHERE a.status = status_firing()
         AND ($1::timestamptz IS NULL OR (a.created_at, a.fingerprint) > ($1, $2::uuid))
         AND (cardinality($3::uuid[]) > 1
              OR NOT EXISTS (SELECT FROM hidden_by b WHERE b.fingerprint = a.fingerprint AND b.hider_id = ($3::uuid[])[1]))
       ORDER BY a.created_at, a.fingerprint
       LIMIT $4\
      """
          .formatted(PastRoutingColumns.OF_ALERT);

  /** Firing alerts from there on, without those that it hides already if it is one alone. */
  List<Firing> firing(Tx tx, Scan scan, int limit) {
    After after = scan.after();
    List<Firing> firing = new ArrayList<>();
    tx.connection()
        .preparedQuery(FIRING)
        .execute(
            tuple(
                timeOrNull(after == null ? null : after.createdAt()),
                after == null ? null : after.fingerprint(),
                scan.hiders().toArray(UUID[]::new),
                limit))
        .await()
        .forEach(
            row ->
                firing.add(
                    new Firing(
                        new After(
                            row.getOffsetDateTime("created_at").toInstant(),
                            row.getUUID("fingerprint")),
                        row.getUUID("service_id"),
                        Severity.of(row.getInteger("severity")),
                        Labels.of(Json.readTexts(row.getString("labels"))),
                        instant(row, "first_seen"),
                        PastRoutingColumns.of(row))));
    return firing;
  }

  private static final String GO_ON =
      "UPDATE hiding_scan SET after_created = $2, after_print = $3 WHERE hider_id = ANY ($1)";

  void goOn(Tx tx, Scan scan, After after) {
    tx.connection()
        .preparedQuery(GO_ON)
        .execute(
            tuple(scan.hiders().toArray(UUID[]::new), time(after.createdAt()), after.fingerprint()))
        .await();
  }

  private static final String DONE = "DELETE FROM hiding_scan WHERE hider_id = ANY ($1)";

  void done(Tx tx, Scan scan) {
    tx.connection()
        .preparedQuery(DONE)
        .execute(tuple((Object) scan.hiders().toArray(UUID[]::new)))
        .await();
  }
}
