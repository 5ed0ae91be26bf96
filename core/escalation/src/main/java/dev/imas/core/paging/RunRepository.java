package dev.imas.core.paging;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.Stepping.Begun;
import dev.imas.core.paging.Stepping.Recorded;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores runs of escalation. Callers have locked the incidents. */
final class RunRepository {

  private static final String[] CALLS =
      Stream.of(IncidentEvent.values())
          .filter(IncidentEvent::callsResponders)
          .map(IncidentEvent::wireName)
          .toArray(String[]::new);

  private static final String MAY_CALL =
      """
      SELECT EXISTS (SELECT FROM escalation_policy) OR EXISTS (SELECT FROM schedule) OR EXISTS (SELECT FROM team_on_call)
             OR EXISTS (SELECT FROM tenant_on_call)\
      """;

  /** Whether the tenant has policies, or anybody who may be on call. */
  Future<Boolean> mayCall(Tx tx) {
    return tx.connection()
        .preparedQuery(MAY_CALL)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String RUNNING =
      """
      SELECT * FROM escalation_run WHERE incident_id = ANY ($1) AND state = 'running'\
      """;

  /** The runs that are under way, by incident. */
  Future<Map<UUID, Run>> running(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(RUNNING)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Run> runs = new HashMap<>();
              rows.forEach(row -> runs.put(row.getUUID("incident_id"), run(row)));
              return runs;
            });
  }

  private static final String OF_INCIDENT =
      "SELECT * FROM escalation_run WHERE incident_id = $1 ORDER BY run DESC LIMIT $2";

  /** The newest first. */
  Future<List<Run>> of(Tx tx, UUID incident, int most) {
    return tx.connection()
        .preparedQuery(OF_INCIDENT)
        .execute(tuple(incident, most))
        .map(RunRepository::runs);
  }

  private static List<Run> runs(RowSet<Row> rows) {
    List<Run> runs = new ArrayList<>();
    rows.forEach(row -> runs.add(run(row)));
    return runs;
  }

  private static Run run(Row row) {
    return new Run(
        row.getUUID("incident_id"),
        row.getInteger("run"),
        Optional.ofNullable(row.getUUID("policy_id")),
        row.getInteger("policy_version"),
        row.getString("policy_name"),
        Severity.of(row.getInteger("severity")),
        Run.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Place(row.getInteger("round"), row.getInteger("step")),
        Optional.ofNullable(instantOrNull(row, "due_at")),
        row.getBoolean("found_somebody"),
        instant(row, "started_at"),
        Optional.ofNullable(instantOrNull(row, "ended_at")),
        Optional.ofNullable(row.getString("ended_by")));
  }

  private static final String NUMBERS =
      """
      SELECT incident_id, max(run) AS run FROM escalation_run WHERE incident_id = ANY ($1) GROUP BY incident_id\
      """;

  /** The number of the last run, by incident. */
  Future<Map<UUID, Integer>> numbers(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(NUMBERS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Integer> numbers = new HashMap<>();
              rows.forEach(row -> numbers.put(row.getUUID("incident_id"), row.getInteger("run")));
              return numbers;
            });
  }

  private static final String START =
      """
      INSERT INTO escalation_run (tenant_id, incident_id, run, policy_id, policy_version, policy_name, chosen, severity, state,
                                  round, step, due_at, found_somebody, started_at)
      SELECT current_tenant(), n.incident_id, n.run, n.policy_id, n.policy_version, n.policy_name, n.chosen::jsonb, n.severity,
             'running', n.round, n.step, n.due_at, n.found_somebody, n.started_at
        FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::smallint[], $8::smallint[],
                    $9::smallint[], $10::timestamptz[], $11::boolean[], $12::timestamptz[])
          AS n(incident_id, run, policy_id, policy_version, policy_name, chosen, severity, round, step, due_at, found_somebody,
               started_at)\
      """;

  Future<Void> start(Tx tx, List<Begun> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(START)
        .execute(
            tuple(
                column(n, b -> b.run().incident(), UUID[]::new),
                column(n, b -> b.run().number(), Integer[]::new),
                column(n, b -> b.run().policy().orElse(null), UUID[]::new),
                column(n, b -> b.run().policyVersion(), Integer[]::new),
                column(n, b -> b.run().policyName(), String[]::new),
                column(n, b -> Json.write(b.why()), String[]::new),
                column(n, b -> (short) b.run().severity().number(), Short[]::new),
                column(n, b -> (short) b.run().next().round(), Short[]::new),
                column(n, b -> (short) b.run().next().step(), Short[]::new),
                times(n, b -> b.run().dueAt().orElse(null)),
                column(n, b -> b.run().foundSomebody(), Boolean[]::new),
                times(n, b -> b.run().startedAt())))
        .mapEmpty();
  }

  private static final String PROCEED =
      """
      UPDATE escalation_run r SET round = n.round, step = n.step, due_at = n.due_at, found_somebody = n.found_somebody
        FROM unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::timestamptz[], $6::boolean[])
          AS n(incident_id, run, round, step, due_at, found_somebody)
       WHERE r.incident_id = n.incident_id AND r.run = n.run\
      """;

  Future<Void> proceed(Tx tx, List<Run> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(PROCEED)
        .execute(
            tuple(
                column(n, Run::incident, UUID[]::new),
                column(n, Run::number, Integer[]::new),
                column(n, r -> (short) r.next().round(), Short[]::new),
                column(n, r -> (short) r.next().step(), Short[]::new),
                times(n, r -> r.dueAt().orElse(null)),
                column(n, Run::foundSomebody, Boolean[]::new)))
        .mapEmpty();
  }

  private static final String END =
      """
      UPDATE escalation_run r SET state = e.state, ended_at = $4, ended_by = e.ended_by, due_at = NULL
        FROM unnest($1::uuid[], $2::text[], $3::text[]) AS e(incident_id, state, ended_by)
       WHERE r.incident_id = e.incident_id AND r.state = 'running'
      RETURNING r.*\
      """;

  /** How a run ends. */
  record Ending(UUID incident, Run.State state, String by) {}

  /** Ends runs that are under way; of an incident without one, nothing. Returns the ended ones. */
  Future<List<Run>> end(Tx tx, List<Ending> endings, Instant at) {
    return tx.connection()
        .preparedQuery(END)
        .execute(
            tuple(
                column(endings, Ending::incident, UUID[]::new),
                column(endings, e -> e.state().name().toLowerCase(Locale.ROOT), String[]::new),
                column(endings, Ending::by, String[]::new),
                time(at)))
        .map(RunRepository::runs);
  }

  private static final String RESUME =
      """
      UPDATE escalation_run SET state = 'running', ended_at = NULL, ended_by = NULL
       WHERE incident_id = $1 AND run = $2
      RETURNING *\
      """;

  /** A run that an acknowledgement had ended is under way again. */
  Future<Run> resume(Tx tx, UUID incident, int run) {
    return tx.connection()
        .preparedQuery(RESUME)
        .execute(tuple(incident, run))
        .map(rows -> run(rows.iterator().next()));
  }

  private static final String RECORD =
      """
      INSERT INTO escalation_firing (tenant_id, incident_id, run, round, step, event_seq, status, due_at, fired_at, people,
                                     reason)
      SELECT current_tenant(), n.incident_id, n.run, n.round, n.step, n.event_seq,
             CASE WHEN n.event_seq IS NULL THEN 'skipped' ELSE 'notified' END, n.due_at, n.fired_at, n.people::jsonb, n.reason
        FROM unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::int[], $6::timestamptz[], $7::timestamptz[],
                    $8::text[], $9::text[])
          AS n(incident_id, run, round, step, event_seq, due_at, fired_at, people, reason)\
      """;

  Future<Void> record(Tx tx, List<Recorded> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(RECORD)
        .execute(
            tuple(
                column(n, r -> r.run().incident(), UUID[]::new),
                column(n, r -> r.run().number(), Integer[]::new),
                column(n, r -> (short) r.firing().place().round(), Short[]::new),
                column(n, r -> (short) r.firing().place().step(), Short[]::new),
                column(n, Recorded::seq, Integer[]::new),
                times(n, Recorded::dueAt),
                times(n, Recorded::at),
                column(n, r -> Json.write(r.firing().people()), String[]::new),
                column(n, r -> reasons(r.firing()), String[]::new)))
        .mapEmpty();
  }

  private static @Nullable String reasons(Firing firing) {
    return firing.reasons().isEmpty() ? null : String.join("; ", firing.reasons());
  }

  private static final String LATEST =
      """
      SELECT event_seq FROM escalation_firing WHERE incident_id = $1 AND run = $2 AND event_seq IS NOT NULL
       ORDER BY fired_at DESC, round DESC, step DESC LIMIT 1\
      """;

  /** The timeline's seq of the latest step that told somebody. */
  Future<Optional<Integer>> latest(Tx tx, Run run) {
    return tx.connection()
        .preparedQuery(LATEST)
        .execute(tuple(run.incident(), run.number()))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext() ? Optional.of(found.next().getInteger(0)) : Optional.empty();
            });
  }

  private static final String LAST_TOLD =
      """
      SELECT round, step FROM escalation_firing WHERE incident_id = $1 AND run = $2 AND event_seq IS NOT NULL
       ORDER BY fired_at DESC, round DESC, step DESC LIMIT 1\
      """;

  /** The latest step that told somebody. */
  Future<Optional<Place>> lastTold(Tx tx, Run run) {
    return tx.connection()
        .preparedQuery(LAST_TOLD)
        .execute(tuple(run.incident(), run.number()))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> new Place(row.getInteger("round"), row.getInteger("step"))));
  }

  // Whatever is not just on its way to people is known to somebody, or will be.
  private static final String UNHEARD_IN_THE_WAIT =
      """
      SELECT i.id
        FROM unnest($1::uuid[]) AS i(id)
       WHERE EXISTS (SELECT FROM timer t WHERE t.kind = 'group-wait' AND t.subject = i.id::text)
         AND NOT EXISTS (SELECT FROM delivery d
                          WHERE d.tenant_id = current_tenant() AND d.incident_id = i.id AND is_call(d.event, d.channel)
                            AND d.status NOT IN ('dead', 'cancelled')
                            AND NOT (d.status IN ('pending', 'sending')
                                     AND EXISTS (SELECT FROM user_contact c
                                                  WHERE c.tenant_id = d.tenant_id AND c.id = d.receiver_id)))\
      """;

  /** Those of these incidents whose first word waits for their group, and of which nobody knows. */
  Future<List<UUID>> unheardInTheWait(Tx tx, List<UUID> incidents) {
    return tx.connection()
        .preparedQuery(UNHEARD_IN_THE_WAIT)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
  }

  private static final String STOP_DELIVERIES =
      """
      WITH waiting AS (
        SELECT d.tenant_id, d.id FROM delivery d
         WHERE d.incident_id = ANY ($1) AND d.status IN ('pending', 'sending') AND d.event = ANY ($3)
           AND EXISTS (SELECT FROM user_contact c WHERE c.tenant_id = d.tenant_id AND c.id = d.receiver_id)
         ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq
           FOR NO KEY UPDATE OF d)
      UPDATE delivery d
         SET status = 'cancelled', finished_at = now(), last_error = $2
        FROM waiting w
       WHERE d.tenant_id = w.tenant_id AND d.id = w.id\
      """;

  /**
   * Ends pages to people that have not been sent. What is on its way ends by itself and is not
   * repeated.
   */
  Future<Void> stopDeliveries(Tx tx, Collection<UUID> incidents, String reason) {
    return tx.connection()
        .preparedQuery(STOP_DELIVERIES)
        .execute(tuple(incidents.stream().sorted().toArray(UUID[]::new), reason, CALLS))
        .mapEmpty();
  }
}
