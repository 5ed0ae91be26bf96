package dev.imas.core.gate;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.gate.StoredDecision.Basis;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes answers of the gate. It awaits, on a virtual thread. */
final class GateRepository {

  private static final TypeReference<List<GateReason>> REASONS = new TypeReference<>() {};

  /**
   * @param to exclusive
   */
  record Filter(
      @Nullable UUID service,
      @Nullable String environment,
      @Nullable GateDecision decision,
      @Nullable String run,
      @Nullable Instant from,
      @Nullable Instant to) {

    static final Filter NONE = new Filter(null, null, null, null, null, null);

    Filter of(@Nullable UUID ofService) {
      return new Filter(ofService, environment, decision, run, from, to);
    }
  }

  private static final String LIST =
      """
      SELECT d.id, d.at, d.decision, d.ref, d.run, d.run_url, d.is_emergency, d.is_dry_run, d.asked_by, d.until, d.lease_until,
             d.reasons, d.world, d.overridden_at, d.overridden_by, d.override_reason
        FROM gate_decision d
       WHERE ($1::uuid IS NULL OR d.id = $1)
         AND ($2::uuid IS NULL OR d.service_id = $2)
         AND ($3::text IS NULL OR lower(d.environment) = lower($3))
         AND ($4::smallint IS NULL OR CASE WHEN d.overridden_at IS NULL THEN d.decision ELSE 1 END = $4)
         AND ($5::text IS NULL OR d.run = $5)
         AND ($6::timestamptz IS NULL OR d.at >= $6)
         AND ($7::timestamptz IS NULL OR d.at < $7)
         AND ($8::uuid IS NULL OR d.id < $8)
       ORDER BY d.id DESC
       LIMIT $9\
      """;

  /** The latest comes first, since ids are ordered by time. */
  List<StoredDecision> list(Tx tx, Filter filter, @Nullable UUID after, ListRange paging) {
    return read(tx, null, filter, after, paging.fetch());
  }

  Optional<StoredDecision> find(Tx tx, UUID id) {
    return read(tx, id, Filter.NONE, null, 1).stream().findFirst();
  }

  private static List<StoredDecision> read(
      Tx tx, @Nullable UUID id, Filter f, @Nullable UUID after, int most) {
    return decisions(
        tx.connection()
            .preparedQuery(LIST)
            .execute(
                tuple(
                    id,
                    f.service,
                    f.environment,
                    f.decision == null ? null : (short) f.decision.number(),
                    f.run,
                    timeOrNull(f.from),
                    timeOrNull(f.to),
                    after,
                    most))
            .await());
  }

  private static List<StoredDecision> decisions(RowSet<Row> rows) {
    List<StoredDecision> decisions = new ArrayList<>();
    rows.forEach(row -> decisions.add(decision(row)));
    return decisions;
  }

  private static StoredDecision decision(Row row) {
    Basis basis = Json.read(row.getString("world"), Basis.class);
    Instant overridden = instantOrNull(row, "overridden_at");
    return new StoredDecision(
        row.getUUID("id"),
        basis.question(),
        row.getString("ref"),
        row.getString("run"),
        row.getString("run_url"),
        row.getBoolean("is_dry_run"),
        row.getString("asked_by"),
        new GateAnswer(
            GateDecision.of(row.getInteger("decision")),
            instantOrNull(row, "until"),
            instantOrNull(row, "lease_until"),
            row.getBoolean("is_emergency"),
            Json.read(row.getString("reasons"), REASONS)),
        basis,
        overridden == null
            ? null
            : new StoredDecision.Override(
                overridden, row.getString("overridden_by"), row.getString("override_reason")));
  }

  private static final String OF_RUN =
      "SELECT id FROM gate_decision WHERE run = $1 ORDER BY id DESC LIMIT 1";

  /** What that run was told last. */
  Optional<StoredDecision> lastOf(Tx tx, String run) {
    return tx.connection()
        .preparedQuery(OF_RUN)
        .execute(tuple(run))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id));
  }

  private static final String INSERT =
      """
      INSERT INTO gate_decision (tenant_id, id, at, decision, service_id, service_name, environment, tier, sha, ref, run, run_url,
                                 named_incident, is_emergency, is_dry_run, asked_by, until, lease_until, reasons, world)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)\
      """;

  void insert(Tx tx, StoredDecision d) {
    GateQuestion question = d.question();
    GateAnswer answer = d.answer();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                d.id(),
                time(question.at()),
                (short) answer.decision().number(),
                question.service().id(),
                question.service().name(),
                question.environment(),
                (short) question.tier().number(),
                question.sha(),
                d.ref(),
                d.run(),
                d.runUrl(),
                question.incidents().isEmpty() ? null : question.incidents().getFirst(),
                answer.isEmergency(),
                d.isDryRun(),
                d.askedBy(),
                timeOrNull(answer.until()),
                timeOrNull(answer.leaseUntil()),
                Json.write(answer.reasons()),
                Json.write(d.basis())))
        .await();
  }

  private static final String OVERRIDE =
      """
      UPDATE gate_decision SET overridden_at = $2, overridden_by = $3, override_reason = $4, lease_until = $5
       WHERE id = $1 AND overridden_at IS NULL\
      """;

  /**
   * @return whether nobody had overridden it
   */
  boolean override(Tx tx, UUID id, StoredDecision.Override override, Instant leaseUntil) {
    return tx.connection()
            .preparedQuery(OVERRIDE)
            .execute(
                tuple(id, time(override.at()), override.by(), override.reason(), time(leaseUntil)))
            .await()
            .rowCount()
        == 1;
  }

  /**
   * How often the gate was asked in a time, without tries.
   *
   * @param allowed without those that somebody overrode
   * @param productionDeployments which began in that time
   * @param ungated those of them that no answer allowed
   */
  record Summary(
      Instant from,
      Instant to,
      long allowed,
      long denied,
      long waiting,
      long overridden,
      long emergencies,
      long productionDeployments,
      long ungated) {}

  private static final String SUMMARY =
      """
      SELECT g.*, p.*
        FROM (SELECT count(*) FILTER (WHERE d.decision = 1) AS allowed,
                     count(*) FILTER (WHERE d.decision = 2 AND d.overridden_at IS NULL) AS denied,
                     count(*) FILTER (WHERE d.decision = 3 AND d.overridden_at IS NULL) AS waiting,
                     count(*) FILTER (WHERE d.overridden_at IS NOT NULL) AS overridden,
                     count(*) FILTER (WHERE d.is_emergency) AS emergencies
                FROM gate_decision d
               WHERE NOT d.is_dry_run AND d.at >= $1 AND d.at < $2) AS g
       CROSS JOIN (
         SELECT count(*) AS production, count(*) FILTER (WHERE NOT b.is_gated) AS ungated
           FROM (SELECT EXISTS (
                          SELECT FROM gate_decision d
                           WHERE d.service_id = o.service_id AND lower(d.environment) = lower(o.environment)
                             AND NOT d.is_dry_run AND (d.sha = '' OR o.sha = '' OR starts_with(o.sha, d.sha) OR starts_with(d.sha, o.sha))
                             AND d.at <= o.began + interval '2 minutes' AND d.lease_until >= o.began - interval '2 minutes') AS is_gated
                   FROM (SELECT n.environment, n.sha, coalesce(n.started_at, n.happened_at) AS began,
                                service_of_change(n.tenant_id, n.dialect, n.repository, n.repository_id, n.labels) AS service_id
                           FROM deployment n
                          WHERE n.happened_at >= $1 AND n.happened_at < $2 AND n.state <> 1
                            AND tier_of(n.tenant_id, n.environment, n.tier) = 1) AS o) AS b) AS p\
      """;

  Summary summary(Tx tx, Instant from, Instant to) {
    Row row =
        tx.connection()
            .preparedQuery(SUMMARY)
            .execute(tuple(time(from), time(to)))
            .await()
            .iterator()
            .next();
    return new Summary(
        from,
        to,
        row.getLong("allowed"),
        row.getLong("denied"),
        row.getLong("waiting"),
        row.getLong("overridden"),
        row.getLong("emergencies"),
        row.getLong("production"),
        row.getLong("ungated"));
  }

  private static final String FORGET = "SELECT forget_gate_decisions($1, $2)";

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
