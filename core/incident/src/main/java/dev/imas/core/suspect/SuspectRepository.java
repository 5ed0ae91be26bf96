package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.suspicion.ChangeKind;
import dev.imas.core.suspicion.Judgement;
import dev.imas.core.suspicion.SuspectChange.History;
import dev.imas.core.suspicion.SuspectLine;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the suspects of incidents. It awaits, on a virtual thread. */
final class SuspectRepository {

  private static final String TENANTS = "SELECT t AS tenant_id FROM suspect_tenants($1) AS t";

  /** In a transaction of no tenant. */
  List<TenantId> tenants(Tx tx, Instant now) {
    List<TenantId> tenants = new ArrayList<>();
    tx.connection()
        .preparedQuery(TENANTS)
        .execute(tuple(time(now)))
        .await()
        .forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
    return tenants;
  }

  private static final String LATE_FACTS = "SELECT suspects_of_late_facts($1) AS n";

  /**
   * In a transaction of no tenant.
   *
   * @return how many incidents are due, since something was told of a deployment before them
   */
  int lateFacts(Tx tx, Instant now) {
    return tx.connection()
        .preparedQuery(LATE_FACTS)
        .execute(tuple(time(now)))
        .await()
        .iterator()
        .next()
        .getInteger("n");
  }

  // As suspect_tenants finds them.
  private static final String BEGIN =
      """
      INSERT INTO incident_suspects (tenant_id, incident_id, opened_at, detected_at, next_at)
      SELECT i.tenant_id, i.id, i.created_at, i.detected_at, $1
        FROM incident i
       WHERE i.created_at > $1::timestamptz - interval '2 hours' AND i.created_at <= $1::timestamptz - interval '10 seconds'
         AND NOT i.is_test
         AND NOT EXISTS (SELECT FROM incident_suspects s WHERE s.tenant_id = i.tenant_id AND s.incident_id = i.id)
       ORDER BY i.created_at, i.id
       LIMIT $2
      ON CONFLICT DO NOTHING\
      """;

  /** New incidents of the tenant are due from now on. */
  void begin(Tx tx, Instant now, int most) {
    tx.connection().preparedQuery(BEGIN).execute(tuple(time(now), most)).await();
  }

  private static final String DUE =
      """
      SELECT s.incident_id FROM incident_suspects s WHERE s.next_at <= $1 ORDER BY s.next_at, s.incident_id LIMIT $2\
      """;

  List<UUID> due(Tx tx, Instant now, int most) {
    List<UUID> due = new ArrayList<>();
    tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(time(now), most))
        .await()
        .forEach(row -> due.add(row.getUUID("incident_id")));
    return due;
  }

  /**
   * An incident whose suspects are worked out.
   *
   * @param environment as the labels of its first alert say; empty where they do not
   * @param hasCause whether people have confirmed one: then nothing is worked out any more
   */
  record Case(
      UUID incident,
      Instant openedAt,
      Instant detectedAt,
      UUID service,
      String environment,
      boolean hasCause) {}

  private static final String CASE =
      """
      SELECT i.created_at, i.detected_at, i.service_id,
             coalesce(nullif(o.labels::json ->> 'environment', ''), o.labels::json ->> 'env', '') AS environment,
             EXISTS (SELECT FROM incident_change c
                      WHERE c.tenant_id = i.tenant_id AND c.incident_id = i.id AND c.judgement = 2) AS has_cause
        FROM incident i
        LEFT JOIN incident_opening o ON o.tenant_id = i.tenant_id AND o.incident_id = i.id
       WHERE i.id = $1\
      """;

  Optional<Case> find(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(CASE).execute(tuple(incident)).await().stream()
        .findFirst()
        .map(
            row ->
                new Case(
                    incident,
                    instant(row, "created_at"),
                    instant(row, "detected_at"),
                    row.getUUID("service_id"),
                    row.getString("environment"),
                    row.getBoolean("has_cause")));
  }

  private static final String HISTORY =
      """
      SELECT c.service_id, count(*) FILTER (WHERE c.judgement = 2)::int AS confirmed, count(*)::int AS judged
        FROM incident_change c
       WHERE c.judgement > 1 AND c.service_id = ANY ($1) AND c.incident_id <> $2 AND c.happened_at > $3
       GROUP BY c.service_id\
      """;

  /**
   * What people said of changes of these services before, but for those of this incident.
   *
   * @param since earlier changes do not count
   */
  Map<UUID, History> history(Tx tx, Collection<UUID> services, UUID incident, Instant since) {
    Map<UUID, History> history = new HashMap<>();
    if (!services.isEmpty()) {
      for (Row row :
          tx.connection()
              .preparedQuery(HISTORY)
              .execute(tuple(services.toArray(UUID[]::new), incident, time(since)))
              .await()) {
        history.put(
            row.getUUID("service_id"),
            new History(row.getInteger("confirmed"), row.getInteger("judged")));
      }
    }
    return history;
  }

  /** A suspect that is stored. */
  record Ranked(FoundChange change, int score, int rank, List<SuspectLine> lines) {

    Ranked {
      lines = List.copyOf(lines);
    }
  }

  private static final String WRITE =
      """
      INSERT INTO incident_change AS c (tenant_id, incident_id, kind, change_id, title, link, happened_at, score, rank, lines,
                                        computed_at, service_id, repository, environment, author, state)
      SELECT current_tenant(), $1, n.kind, n.id, n.title, n.link, n.at, n.score, n.rank, n.lines, $2, n.service, n.repository,
             n.environment, n.author, n.state
        FROM unnest($3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::integer[], $9::smallint[],
                    $10::text[], $11::uuid[], $12::text[], $13::text[], $14::text[], $15::smallint[])
          AS n(kind, id, title, link, at, score, rank, lines, service, repository, environment, author, state)
      ON CONFLICT (tenant_id, incident_id, kind, change_id) DO UPDATE
         SET title = excluded.title, link = excluded.link, happened_at = excluded.happened_at, score = excluded.score,
             rank = excluded.rank, lines = excluded.lines, computed_at = excluded.computed_at,
             service_id = excluded.service_id, repository = excluded.repository, environment = excluded.environment,
             author = excluded.author, state = excluded.state\
      """;

  private static final String LEAVE_OUT =
      """
      DELETE FROM incident_change WHERE incident_id = $1 AND rank IS NOT NULL AND judgement = 1 AND computed_at <> $2\
      """;

  private static final String NO_LONGER_RANKED =
      """
      UPDATE incident_change SET rank = NULL, score = 0, lines = '[]'
       WHERE incident_id = $1 AND rank IS NOT NULL AND computed_at <> $2\
      """;

  /**
   * These are the suspects from now on. What people have judged stays, also where it is no suspect
   * any more.
   */
  void write(Tx tx, UUID incident, List<Ranked> ranked, Instant now) {
    if (!ranked.isEmpty()) {
      tx.connection()
          .preparedQuery(WRITE)
          .execute(
              tuple(
                  incident,
                  time(now),
                  column(ranked, one -> (short) one.change().kind().number(), Short[]::new),
                  column(ranked, one -> one.change().id(), UUID[]::new),
                  column(ranked, one -> one.change().title(), String[]::new),
                  column(ranked, one -> one.change().link(), String[]::new),
                  times(ranked, one -> one.change().at()),
                  column(ranked, Ranked::score, Integer[]::new),
                  column(ranked, one -> (short) one.rank(), Short[]::new),
                  column(ranked, one -> StoredLines.write(one.lines()), String[]::new),
                  column(ranked, one -> one.change().service(), UUID[]::new),
                  column(ranked, one -> one.change().repository(), String[]::new),
                  column(ranked, one -> one.change().environment(), String[]::new),
                  column(ranked, one -> one.change().author(), String[]::new),
                  column(ranked, one -> number(one.change().state()), Short[]::new)))
          .await();
    }
    tx.connection().preparedQuery(LEAVE_OUT).execute(tuple(incident, time(now))).await();
    tx.connection().preparedQuery(NO_LONGER_RANKED).execute(tuple(incident, time(now))).await();
  }

  private static @Nullable Short number(@Nullable DeploymentState state) {
    return state == null ? null : (short) state.number();
  }

  private static final String DONE =
      """
      UPDATE incident_suspects SET next_at = $2, computed_at = $3, changes = $4, latest_kind = $5, latest_id = $6, detected_at = $7
       WHERE incident_id = $1\
      """;

  /**
   * A pass is done.
   *
   * @param latest the last change of the incident's own service
   */
  void done(
      Tx tx,
      Case of,
      @Nullable Instant next,
      Instant now,
      int changes,
      @Nullable FoundChange latest) {
    tx.connection()
        .preparedQuery(DONE)
        .execute(
            tuple(
                of.incident(),
                timeOrNull(next),
                time(now),
                changes,
                latest == null ? null : (short) latest.kind().number(),
                latest == null ? null : latest.id(),
                time(of.detectedAt())))
        .await();
  }

  private static final String END =
      "UPDATE incident_suspects SET next_at = NULL WHERE incident_id = $1";

  /** No pass follows. */
  void end(Tx tx, UUID incident) {
    tx.connection().preparedQuery(END).execute(tuple(incident)).await();
  }

  private static final String PUT_OFF =
      "UPDATE incident_suspects SET next_at = $2 WHERE incident_id = $1";

  void putOff(Tx tx, UUID incident, Instant until) {
    tx.connection().preparedQuery(PUT_OFF).execute(tuple(incident, time(until))).await();
  }

  /**
   * How far it is.
   *
   * @param changes how many there were in the day before
   */
  record Progress(Instant computedAt, int changes) {}

  private static final String PROGRESS =
      "SELECT computed_at, changes FROM incident_suspects WHERE incident_id = $1";

  /** Nothing before the first pass. */
  Optional<Progress> progress(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(PROGRESS).execute(tuple(incident)).await().stream()
        .findFirst()
        .flatMap(
            row ->
                Optional.ofNullable(instantOrNull(row, "computed_at"))
                    .map(at -> new Progress(at, row.getInteger("changes"))));
  }

  private static final String NAMED =
      """
      INSERT INTO incident_change (tenant_id, incident_id, kind, change_id, title, link, happened_at, computed_at, service_id,
                                   repository, environment, author, state)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT DO NOTHING\
      """;

  /** A change that people name, and that was no suspect. */
  void name(Tx tx, UUID incident, FoundChange c, Instant now) {
    tx.connection()
        .preparedQuery(NAMED)
        .execute(
            tuple(
                incident,
                (short) c.kind().number(),
                c.id(),
                c.title(),
                c.link(),
                time(c.at()),
                time(now),
                c.service(),
                c.repository(),
                c.environment(),
                c.author(),
                number(c.state())))
        .await();
  }

  private static final String JUDGE =
      "UPDATE incident_change SET judgement = $4 WHERE incident_id = $1 AND kind = $2 AND change_id"
          + " = $3";

  private static final String LOG =
      """
      INSERT INTO incident_change_judgement (tenant_id, id, incident_id, kind, change_id, judgement, judged_by, judged_name, why, at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)\
      """;

  /** What somebody says. */
  record Said(
      UUID id, Judgement judgement, @Nullable UUID by, String name, String why, Instant at) {}

  void judge(Tx tx, UUID incident, ChangeKind kind, UUID change, Said s) {
    short number = (short) s.judgement().number();
    tx.connection()
        .preparedQuery(JUDGE)
        .execute(tuple(incident, (short) kind.number(), change, number))
        .await();
    tx.connection()
        .preparedQuery(LOG)
        .execute(
            tuple(
                s.id(),
                incident,
                (short) kind.number(),
                change,
                number,
                s.by(),
                s.name(),
                s.why(),
                time(s.at())))
        .await();
  }
}
