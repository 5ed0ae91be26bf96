package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.SampleRow;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows past their retention, and those that are still needed. */
class PurgeIT {

  /** Each with its shortest retention, as far as the settings agree. */
  private static final Map<String, String> SHORT =
      Map.of(
          "IMAS_CORE_RETENTION_TRANSITIONS", "10d",
          "IMAS_CORE_RETENTION_ALERTS", "10d",
          "IMAS_CORE_RETENTION_DELIVERY_ATTEMPTS", "10d",
          "IMAS_CORE_RETENTION_DELIVERIES", "20d",
          "IMAS_CORE_RETENTION_INCIDENTS", "30d");

  private RunningCore core;
  private UUID service;
  private Pool pool;

  @BeforeEach
  void fortyDaysAgo() {
    core = RunningCore.start();
    core.holdHousekeeping(); // The tests purge by themselves.
    core.clock.move(Duration.ofDays(-40));
    core.database.gatewaysListenSince(core.now());
    service = core.service("shop");
    pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "purge", 2, Duration.ofSeconds(15));
  }

  @AfterEach
  void stop() {
    Await.result(pool.close());
    core.close();
  }

  /** Removes everything that is past its retention, as of that many days ago. */
  private void purge(int daysAgo) {
    beginAnew();
    run(daysAgo);
  }

  /** Core itself may have made a pass before the clock was moved. */
  private void beginAnew() {
    core.database.execute("UPDATE retention_pass SET done_before = '-infinity'");
  }

  private void run(int daysAgo) {
    Settings settings = new Settings(SHORT, new Properties());
    RetentionConfig config = RetentionConfig.read(settings, Duration.ofMinutes(30));
    settings.throwIfFaulty();
    var at = core.now().plus(Duration.ofDays(40 - daysAgo));
    Purge purge =
        new Purge(
            core.vertx, new Transactions(pool), config, () -> at, System::nanoTime, core.meters);
    String said = Await.result(purge.run());
    assertThat(said).endsWith("rows removed");
  }

  private long count(String table) {
    return core.database.count("SELECT count(*) FROM " + table);
  }

  private void balances() {
    assertThat(core.database.query("SELECT d::text FROM recount_ledger() AS d")).isEmpty();
  }

  private Event fire(String name) {
    Event event = Event.firing(name, 3, service, core.now());
    core.post(event);
    core.follow();
    return event;
  }

  private void recover(Event event) {
    core.clock.move(Duration.ofMinutes(1));
    core.post(event.resolved());
    core.follow();
    core.clock.move(Duration.ofMinutes(-1));
  }

  /** Rows of deliveries have the database's time. */
  private void deliveriesAreThrough() {
    core.database.execute(
        "UPDATE delivery SET status = 'sent', created_at = created_at - interval '40 d',"
            + " finished_at = created_at - interval '40 d'");
    Await.until(
        "what became of them to be followed", () -> count("delivery_outcome"), left -> left == 0);
  }

  private UUID incident() {
    return UUID.fromString(core.database.query("SELECT id FROM incident").get(0));
  }

  @Test
  void resolvedAlertsDieWithWhatIsKnownOfThemAndTheLedgerBalances() {
    Event gone = fire("gone");
    core.post(gone);
    recover(gone);
    core.post(gone.resolved());
    core.post(Event.firing("only a recovery", 3, service, core.now()).resolved());
    fire("still fires");
    core.post(Event.firing("still fires", 3, service, core.now()));

    core.sweep("search-text");
    purge(31); // Its day has not been over for that long.
    assertThat(count("alert_state")).isEqualTo(3);
    assertThat(count("search_text WHERE kind = 2")).isEqualTo(2);
    purge(29);
    assertThat(count("search_text WHERE kind = 2")).isEqualTo(1);

    assertThat(core.database.query("SELECT name FROM alert_state")).containsExactly("still fires");
    assertThat(count("alert_progress")).isEqualTo(1);
    assertThat(
            core.database.query(
                "SELECT alerts || ' ' || deduplicated || ' ' || stale FROM alert_closed"))
        .containsExactly("2 2 1");
    balances();
    assertThat(
            core.get("/api/v1/alerts/" + gone.fingerprint().toString().replace("-", ""))
                .json()
                .get("detail")
                .asText())
        .endsWith(
            ", or it was removed: they are kept for 30d after they ended (core.retention.alerts)");
    assertThat(core.get("/api/v1/incidents/" + incident()).status()).isEqualTo(200);
  }

  @Test
  void explanationSaysThatChangesOfAnOldAlertMayHaveBeenRemoved() {
    Event event = fire("fires on");
    String path = "/api/v1/alerts/" + event.fingerprint().toString().replace("-", "") + "/explain";
    recover(event);
    core.clock.move(Duration.ofMinutes(2));
    fire("fires on");
    core.clock.move(Duration.ofDays(40));
    assertThat(core.get(path).json().get("transitions")).hasSize(3);
    assertThat(core.get(path).json().path("note").asText()).doesNotContain("removed");

    core.database.execute("DELETE FROM transition");

    assertThat(core.get(path).json().get("note").asText())
        .endsWith("may have been removed: they are kept for 30d (core.retention.transitions)");
  }

  @Test
  void incidentThatDiedIsUnknownWithItsDateAndTheSetting() {
    recover(fire("ended"));
    UUID incident = incident();
    deliveriesAreThrough();
    core.sweep("search-text");
    assertThat(count("search_text")).isEqualTo(2);
    core.clock.move(Duration.ofDays(400));
    purge(-400);
    assertThat(count("incident")).isZero();
    assertThat(count("search_text")).isZero();

    assertThat(core.get("/api/v1/incidents/" + incident).json().get("detail").asText())
        .contains("may have been removed")
        .endsWith("they are kept for 365d after they ended (core.retention.incidents)");
  }

  @Test
  void alertThatComesAgainAfterItDiedOpensAsNew() {
    Event event = fire("again");
    recover(event);
    purge(0);
    assertThat(count("alert_state")).isZero();

    core.clock.move(Duration.ofDays(40));
    Event again = fire("again");

    assertThat(core.database.query("SELECT episode || ' ' || seq FROM alert_state"))
        .containsExactly("1 1");
    assertThat(count("incident")).isEqualTo(2);
    recover(again);
    assertThat(count("incident WHERE status = 'RESOLVED'")).isEqualTo(2);
    balances();
  }

  /** Its link to that incident still exists, so a second one would always be refused. */
  @Test
  void alertThatDiedJoinsTheIncidentItWasInWhenSomebodyReopenedThat() {
    Event event = fire("returns");
    recover(event);
    purge(0);
    assertThat(count("alert_state")).isZero();
    core.clock.move(Duration.ofDays(40));
    assertThat(
            core.post("/api/v1/incidents/" + incident() + "/reopen", "{\"message\":\"not mended\"}")
                .status())
        .isEqualTo(200);

    Event again = fire("returns");

    assertThat(core.database.query("SELECT alert_count || ' ' || firing_count FROM incident"))
        .containsExactly("1 1");
    recover(again);
    balances();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE incident SET status = 'TRIGGERED'",
        "UPDATE incident SET updated_at = now()",
        "UPDATE alert_progress SET applied_seq = applied_seq - 1",
        "UPDATE alert_progress SET firing = true",
        "UPDATE alert_state SET last_seen = now()",
        "UPDATE alert_state SET recovered_at = now()",
        // The journal shows that the alert expired.
        "UPDATE alert_state SET recovered_at = NULL",
        "INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id,"
            + " service_id, received_at, starts_at, at, not_before, decision, group_key) SELECT"
            + " tenant_id, fingerprint, 1, 1, 1, 3, source_id, service_id, now(), now(), now() -"
            + " interval '40 d', now() + interval '1 minute', 0, 'g' FROM alert_state"
      })
  void alertThatSomebodyNeedsLives(String need) {
    recover(fire("needed"));
    core.database.execute(need);
    purge(0);
    assertThat(count("alert_state")).isEqualTo(1);
    assertThat(count("alert_progress")).isEqualTo(1);
  }

  @Test
  void alertWithALateFiringThatWaitsLives() throws SQLException {
    recover(fire("late"));
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(SampleRow.insertion(connection, "imas.late_firing", core.tenant));
      sql.execute("UPDATE late_firing SET fingerprint = (SELECT fingerprint FROM alert_state)");
    }
    purge(0);
    assertThat(count("alert_state")).isEqualTo(1);
  }

  /** Ingest has read the alert, waits for its row, and finds it deleted. */
  @Test
  void alertThatDiesWhileItIsPostedIsRefusedAsAConflictAndTheSameAgainOpensIt() throws Exception {
    Event event = fire("races");
    recover(event);
    core.clock.move(Duration.ofDays(40));
    Event known =
        fire("known"); // So that the gateway's statement that all of this is new is false.
    beginAnew();
    try (Connection dying = core.database.connect();
        Statement sql = dying.createStatement()) {
      dying.setAutoCommit(false);
      sql.execute(
          "SELECT died FROM purge_alerts('%s', now() - interval '10 d', 500)"
              .formatted(core.tenant));
      CompletableFuture<String> posted =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  core.post(known, event);
                  return "posted";
                } catch (AssertionError e) {
                  return e.getCause() instanceof SQLException refused
                      ? refused.getSQLState()
                      : e.toString();
                }
              });
      Await.until(
          "ingest to wait", () -> count("pg_locks WHERE NOT granted"), waiting -> waiting > 0);
      dying.commit();
      assertThat(posted.get()).isEqualTo("40001");
    }
    core.post(known, event);
    assertThat(core.database.query("SELECT episode FROM alert_state")).containsExactly("1", "1");
    balances();
  }

  @Test
  void deliveriesDieOnceTheirIncidentHasEndedForSoLong() {
    Event ends = fire("ends");
    fire("goes on");
    recover(ends);
    deliveriesAreThrough();
    assertThat(count("delivery")).isGreaterThan(2);

    purge(15);

    assertThat(
            core.database.query(
                "SELECT DISTINCT i.status FROM delivery d JOIN incident i ON i.id = d.incident_id"))
        .containsExactly("TRIGGERED");
  }

  @Test
  void deliveryThatWaitsLivesAndSoDoesItsIncident() {
    recover(fire("waits"));
    deliveriesAreThrough();
    core.database.execute(
        "UPDATE delivery SET status = 'pending', finished_at = NULL WHERE event ="
            + " 'incident.resolved'");
    purge(0);
    assertThat(count("delivery")).isEqualTo(1);
    assertThat(count("incident")).isEqualTo(1);
  }

  @Test
  void digestLivesAsLongAsWhatItTellsOf() {
    Event event = fire("folded");
    deliveriesAreThrough();
    core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload, created_at)
        SELECT tenant_id, 'dddddddd-0000-7000-8000-000000000004', 0, 'incidents.digest', receiver_id, channel, address, urgency,
               'sent', '{}', now() - interval '40 d' FROM delivery;
        UPDATE delivery SET status = 'folded', folded_into = 'dddddddd-0000-7000-8000-000000000004' WHERE incident_id IS NOT NULL\
        """);
    purge(0);
    assertThat(count("delivery")).isEqualTo(2);

    recover(event);
    deliveriesAreThrough();
    core.database.execute("DELETE FROM retention_pass");
    purge(0);
    core.database.execute("DELETE FROM retention_pass");
    purge(0);
    assertThat(count("delivery")).isZero();
  }

  /** In every present or future table, rows with an incident's id are deleted with it. */
  @Test
  void incidentDiesWithEverythingThatBelongsToIt() throws SQLException {
    recover(fire("ended"));
    recover(fire("other"));
    deliveriesAreThrough();
    UUID incident = incident();
    List<String> tables =
        core.database.query(
            """
            SELECT DISTINCT 'imas.' || c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND a.attname = 'incident_id'
               AND c.relname NOT IN ('alert_progress', 'incident_recheck', 'delivery_outcome', 'idempotency',
                                     'heartbeat_pulse', -- is the heartbeat's, and only names it
                                     'item', -- goes on without it
                                     'action_link') -- goes long before, with its expiry\
            """);
    assertThat(tables).contains("imas.timeline", "imas.incident_alert", "imas.delivery");
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement()) {
      for (String table : tables) {
        sql.execute("DELETE FROM %s WHERE incident_id = '%s'".formatted(table, incident));
        sql.execute("SET session_replication_role = replica");
        sql.execute(SampleRow.insertion(connection, table, core.tenant));
        sql.execute(
            "UPDATE %s SET incident_id = '%s' WHERE incident_id IS NULL OR incident_id = 'cccccccc-0000-7000-8000-000000000003'"
                .formatted(table, incident));
      }
    }
    core.database.execute("UPDATE obligation SET closed_at = '2020-01-01'"); // an open one keeps it
    core.database.execute("UPDATE post_mortem SET published_number = 1"); // likewise
    deliveriesAreThrough();
    for (String table : tables) {
      assertThat(count(table + " WHERE incident_id = '" + incident + "'")).as(table).isPositive();
    }

    purge(0);

    for (String table : tables) {
      assertThat(count(table)).as(table).isZero();
    }
    assertThat(count("incident")).isZero();
    balances();
  }

  /** Of kinds that this version does not know, too. */
  @Test
  void timersGoWithWhatTheyAreAboutAndWithNothingElse() {
    Event ends = fire("ends");
    String first = incident().toString();
    core.database.execute("UPDATE incident SET title = 'ends'");
    fire("goes on");
    recover(ends);
    deliveriesAreThrough();
    core.database.execute(
        """
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
        SELECT tenant_id, kind, s.id || below, 'tomorrow', 'tomorrow', true
          FROM (SELECT tenant_id, fingerprint::text FROM alert_state
                UNION ALL SELECT tenant_id, id::text FROM incident
                UNION ALL SELECT tenant_id, id::text FROM delivery) AS s(tenant_id, id),
               unnest('{first-of-a-test,of-a-test}'::text[]) AS kind, unnest('{"",:anna,:anna:2}'::text[]) AS below;
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
        SELECT tenant_id, 'of-a-test', subject, 'tomorrow', 'tomorrow', true
          FROM (SELECT 'dddddddd-0000-7000-8000-00000000000d'::uuid AS tenant_id, '%1$s' AS subject
                UNION ALL SELECT tenant_id, s FROM tenant, unnest('{%1$s-0,%1$s;,x%1$s,other}'::text[]) AS s) AS others\
        """
            .formatted(first));

    purge(0);

    assertThat(core.database.query("SELECT title <> 'ends' FROM incident")).containsExactly("t");
    assertThat(
            core.database.query(
                """
                SELECT DISTINCT subject FROM timer
                 WHERE kind IN ('first-of-a-test', 'of-a-test')
                   AND split_part(subject, ':', 1) NOT IN (SELECT fingerprint::text FROM alert_state
                                                           UNION SELECT id::text FROM incident
                                                           UNION SELECT id::text FROM delivery)
                 ORDER BY subject\
                """))
        .containsExactly(first, first + "-0", first + ";", "other", "x" + first);
    assertThat(
            count(
                "timer WHERE tenant_id = '%s' AND subject LIKE '%s%%'"
                    .formatted(core.tenant, first)))
        .isEqualTo(2);
    long living = count("alert_state") + count("incident") + count("delivery");
    assertThat(living).isGreaterThan(2);
    assertThat(count("timer WHERE kind = 'first-of-a-test'")).isEqualTo(3 * living);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE incident SET status = 'ACKNOWLEDGED'",
        "UPDATE incident SET updated_at = now()",
        "INSERT INTO incident_recheck (tenant_id, incident_id, due_at) SELECT tenant_id, id, now()"
            + " + interval '1 h' FROM incident",
        "INSERT INTO idempotency (tenant_id, key_hash, request_hash, incident_id, status) SELECT"
            + " tenant_id, '', '', id, 201 FROM incident",
        "INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before)"
            + " SELECT tenant_id, id, 1, 'late', now() + interval '1 h' FROM incident",
        "UPDATE alert_state SET last_seen = now()"
      })
  void incidentThatSomebodyNeedsLives(String need) {
    recover(fire("needed"));
    deliveriesAreThrough();
    core.database.execute(need);
    purge(0);
    assertThat(count("incident")).isEqualTo(1);
    assertThat(count("incident_alert")).isEqualTo(1);
  }

  @Test
  void incidentOfMoreAlertsThanABatchLosesThemABatchAtATimeAndThenGoes() {
    recover(fire("large"));
    core.clock.move(Duration.ofSeconds(1));
    recover(fire("small"));
    deliveriesAreThrough();
    core.database.execute(
        """
        DELETE FROM alert_state; DELETE FROM alert_progress;
        INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
        SELECT i.tenant_id, i.id, gen_random_uuid(), now() FROM incident i, generate_series(1, 24) AS n WHERE i.title LIKE '%large%';
        UPDATE incident SET alert_count = 25 WHERE title LIKE '%large%'\
        """);
    beginAnew();
    String batch =
        "SELECT died || ' ' || has_more FROM purge_incidents('%s', '%s', 10)"
            .formatted(core.tenant, core.now().plus(Duration.ofDays(10)));
    assertThat(core.database.query(batch)).containsExactly("0 true");
    assertThat(core.database.query(batch)).containsExactly("0 true");
    assertThat(count("incident")).isEqualTo(2);
    assertThat(core.database.query(batch)).containsExactly("1 true");
    assertThat(core.database.query(batch)).containsExactly("1 false");
    assertThat(count("incident_alert")).isZero();
  }

  @Test
  void longerRetentionThatIsSetWhileAPassIsUnderWayCounts() {
    for (String name : List.of("a", "b", "c")) {
      recover(fire(name));
    }
    beginAnew();
    String batch =
        "SELECT died || ' ' || has_more FROM purge_alerts('%s', now() - interval '%s', 1)";
    assertThat(core.database.query(batch.formatted(core.tenant, "10 d"))).containsExactly("1 true");
    assertThat(core.database.query(batch.formatted(core.tenant, "50 d")))
        .containsExactly("0 false");
    assertThat(count("alert_state")).isEqualTo(2);
    assertThat(core.database.query(batch.formatted(core.tenant, "10 d"))).containsExactly("1 true");
  }

  @Test
  void whatEndedWithinADayLivesWhateverTheClockOfCoreSays() {
    core.clock.move(Duration.ofDays(40));
    recover(fire("young"));
    purge(-100);
    assertThat(count("alert_state")).isEqualTo(1);
  }

  @Test
  void anotherProcessThatIsAtItIsLeftAlone() throws SQLException {
    recover(fire("shared"));
    purge(35);
    beginAnew();
    try (Connection other = core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute(
          "SELECT * FROM purge_alerts('%s', now() - interval '10 d', 500)".formatted(core.tenant));
      run(0); // It waits for nobody.
      other.rollback();
    }
    assertThat(count("alert_state")).isEqualTo(1);
    purge(0);
    assertThat(count("alert_state")).isZero();
  }
}
