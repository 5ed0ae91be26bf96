package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommitterIT {

  private static TestCommitters committers;

  @BeforeAll
  static void start() throws Exception {
    committers =
        new TestCommitters(
            2,
            new CommitterConfig(
                100, Duration.ofMillis(500), Duration.ofSeconds(25), 10, Duration.ofSeconds(15)));
    // Stands for anything that PostgreSQL may find wrong with one row.
    committers.database.execute(
        """
        CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.name LIKE 'poison%' THEN
            RAISE EXCEPTION 'poison' USING ERRCODE = CASE WHEN NEW.name LIKE '%check' THEN '23514' ELSE '22021' END;
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER refuse_poison BEFORE INSERT ON alert_state FOR EACH ROW EXECUTE FUNCTION refuse_poison()\
        """);
  }

  @AfterEach
  void balances() {
    committers.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    committers.close();
  }

  private static List<Disposition> dispositions(Future<Submission> request) {
    return Await.result(request).events().stream().map(e -> e.disposition).toList();
  }

  /** Holds a lock on that alert's row until closed. */
  private static Connection hold(String name) throws SQLException {
    Connection connection = committers.database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM alert_state WHERE name = '" + name + "' FOR UPDATE");
    }
    return connection;
  }

  private static void awaitBlocked(int sessions) {
    Await.until(
        "a blocked commit",
        () ->
            committers.database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE 'imas-ingest-%' AND wait_event_type = 'Lock'"),
        blocked -> blocked >= sessions);
  }

  @Test
  void whatArrivesWhileABatchIsInFlightBecomesOneBatch() throws Exception {
    committers.commit(Said.firing("held"));
    long before = committers.commits();
    List<Future<Submission>> requests = new ArrayList<>();
    try (Connection hold = hold("held")) {
      requests.add(committers.submit(0, List.of(Said.firing("held"))));
      awaitBlocked(1);
      for (int i = 0; i < 50; i++) {
        requests.add(committers.submit(0, List.of(Said.firing("waiting " + i))));
      }
      Await.until("all wait", () -> committers.waiting(0), waiting -> waiting == 50);
      hold.rollback();
    }
    Await.result(Future.all(requests));

    assertThat(committers.commits() - before).isEqualTo(2);
  }

  @Test
  void batchTakesNoMoreRowsThanAllowedAndTheRequestIsAnsweredOnce() {
    long before = committers.commits();

    List<Disposition> all =
        dispositions(
            committers.submit(
                0, IntStream.range(0, 450).mapToObj(i -> Said.firing("many " + i)).toList()));

    assertThat(all).hasSize(450).containsOnly(Disposition.OPENED);
    assertThat(committers.commits() - before).isEqualTo(5);
  }

  @Test
  void firingAfterASevereRecoveryOfItsGroupIsAFirstPageAgain() {
    committers.commit(Said.firing("former").severity(Severity.SEV1_CRITICAL));
    committers.clock.move(Duration.ofMinutes(1));
    committers.commit(Said.recovery("former").severity(Severity.SEV1_CRITICAL));
    committers.clock.move(Duration.ofSeconds(2));

    committers.commit(Said.firing("next").severity(Severity.SEV1_CRITICAL));

    assertThat(
            committers.database.query(
                "SELECT o.priority FROM outbox o JOIN alert_state a USING (fingerprint)"
                    + " WHERE a.name = 'next'"))
        .containsExactly("0");
  }

  @Test
  void committerTakesAnotherLedgerRowAfterManyBatches() {
    for (int i = 0; i <= LedgerShard.BATCHES; i++) {
      committers.commit(Said.firing("often"));
    }

    assertThat(committers.database.count("SELECT count(DISTINCT shard) FROM ledger"))
        .isGreaterThan(1);
  }

  @Test
  void equalAlertsOfOneBatchAreOneRow() {
    long before = committers.commits();

    List<Disposition> all =
        dispositions(
            committers.submit(
                0, IntStream.range(0, 1_000).mapToObj(i -> Said.firing("folded")).toList()));

    assertThat(committers.commits() - before).isEqualTo(1);
    assertThat(all.getFirst()).isEqualTo(Disposition.OPENED);
    assertThat(all.subList(1, 1_000)).containsOnly(Disposition.DEDUPLICATED);
    assertThat(
            committers.database.query(
                "SELECT fire_count || ' ' || dedup_count FROM alert WHERE name = 'folded'"))
        .containsExactly("1000 999");
  }

  @Test
  void alertThatFlapsInOneRequestKeepsItsOrder() {
    List<Disposition> all = dispositions(committers.submit(0, flaps("flapping", 10)));

    assertThat(all.getLast()).isEqualTo(Disposition.REOPENED);
    assertThat(committers.state("flapping")).isEqualTo("F3");
    assertThat(committers.database.query("SELECT seq FROM alert WHERE name = 'flapping'"))
        .containsExactly("21");
  }

  @Test
  void alertThatFlapsThousandsOfTimesInOneRequestEndsAsItWouldOneByOne() {
    List<Disposition> all = dispositions(committers.submit(0, flaps("fluttering", 1_000)));

    assertThat(all).hasSize(2_001).last().isEqualTo(Disposition.REOPENED);
    assertThat(committers.state("fluttering")).isEqualTo("F3");
    assertThat(committers.database.count("SELECT seq FROM alert WHERE name = 'fluttering'"))
        .isBetween(3L, 40L);
    assertThat(committers.database.count("SELECT fire_count FROM alert WHERE name = 'fluttering'"))
        .isEqualTo(1_001);
  }

  /** Fires and recovers that many times, and then fires. */
  private static List<Said> flaps(String name, int times) {
    List<Said> flaps = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      flaps.add(Said.firing(name));
      flaps.add(Said.recovery(name));
    }
    flaps.add(Said.firing(name));
    return flaps;
  }

  @Test
  void rowThatTheDatabaseRefusesIsSetAsideWithItsBytesAndItsNeighboursGoOn() {
    double before = committers.count("imas_ingest_rows_refused_total");
    List<Said> request =
        new ArrayList<>(
            IntStream.range(0, 40).mapToObj(i -> Said.firing("neighbour " + i)).toList());
    request.add(17, Said.firing("poison 22"));
    request.add(33, Said.firing("poison check"));

    List<Disposition> all = dispositions(committers.submit(0, request));

    assertThat(all.get(17)).isEqualTo(Disposition.DEAD_LETTERED);
    assertThat(all.get(33)).isEqualTo(Disposition.DEAD_LETTERED);
    assertThat(all.stream().filter(d -> d == Disposition.OPENED)).hasSize(40);
    assertThat(committers.count("imas_ingest_rows_refused_total") - before).isEqualTo(2);
    assertThat(
            committers.database.query(
                "SELECT convert_from(body, 'UTF8') || '|' || kind || '|' || counted || '|'"
                    + " || (reason LIKE '%poison%') FROM dead_letter ORDER BY body"))
        .contains("poison 22|rejected|true|true", "poison check|rejected|true|true");
  }

  @Test
  void refusedRowOfManyEqualAlertsIsADeadLetterForEach() {
    List<Disposition> all =
        dispositions(
            committers.submit(
                0, IntStream.range(0, 5).mapToObj(i -> Said.firing("poison folded")).toList()));

    assertThat(all).hasSize(5).containsOnly(Disposition.DEAD_LETTERED);
  }

  @Test
  void poisonInOneRequestCostsRequestsBesideItNothing() throws Exception {
    committers.commit(Said.firing("held 2"));
    Future<Submission> poisoned;
    List<Future<Submission>> others = new ArrayList<>();
    try (Connection hold = hold("held 2")) {
      Future<Submission> first = committers.submit(0, List.of(Said.firing("held 2")));
      awaitBlocked(1);
      poisoned = committers.submit(0, List.of(Said.firing("poison beside")));
      for (int i = 0; i < 20; i++) {
        others.add(committers.submit(0, List.of(Said.firing("beside " + i))));
      }
      hold.rollback();
      Await.result(first);
    }

    assertThat(dispositions(poisoned)).containsExactly(Disposition.DEAD_LETTERED);
    for (Future<Submission> other : others) {
      assertThat(dispositions(other)).containsExactly(Disposition.OPENED);
    }
  }

  @Test
  void unchangedRepeatIsANarrowUpdateAndAnsweredTheSame() {
    committers.commit(Said.firing("repeat"));
    double missed = committers.count("imas_ingest_stale_cache_entries_total");
    String labels = "SELECT labels FROM alert WHERE name = 'repeat'";
    // A full row would overwrite this.
    committers.database.execute(
        "UPDATE alert_state SET labels = '{\"alertname\":\"untouched\"}' WHERE name = 'repeat'");

    assertThat(committers.commit(Said.firing("repeat"))).isEqualTo(Disposition.DEDUPLICATED);

    assertThat(committers.database.query(labels)).containsExactly("{\"alertname\":\"untouched\"}");
    assertThat(committers.count("imas_ingest_stale_cache_entries_total")).isEqualTo(missed);
    assertThat(committers.database.query("SELECT fire_count FROM alert WHERE name = 'repeat'"))
        .containsExactly("2");
  }

  @Test
  void staleCacheEntryCostsASecondRowAndNoRightAnswer() {
    committers.commit(Said.firing("cached"));
    committers.clock.move(Duration.ofMinutes(1));
    // Ends it as another process does: the expiry sweep, or another gateway.
    committers.database.execute(
        "INSERT INTO transition SELECT j.* FROM journal j JOIN alert a USING (tenant_id,"
            + " fingerprint) WHERE a.name = 'cached'");
    committers.database.execute(
        "UPDATE alert_state SET status = 2, recovered_at = now() - interval '1 hour', seq = seq +"
            + " 1, opened_at = NULL WHERE name = 'cached'");
    committers.database.execute(
        "INSERT INTO ledger (tenant_id, source_id, minute, shard, accepted, resolved) SELECT"
            + " tenant_id, source_id, date_trunc('minute', now(), 'UTC'), 99, 1, 1 FROM alert WHERE"
            + " name = 'cached'");
    committers.database.execute(
        "INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, source_id,"
            + " service_id, received_at, starts_at, rule_set_version, rule_index, decision,"
            + " group_key) SELECT tenant_id, fingerprint, seq, 3, 1, severity, source_id,"
            + " service_id, now(), starts_at, 0, -1, 0, group_key FROM alert WHERE name ="
            + " 'cached'");
    double missed = committers.count("imas_ingest_stale_cache_entries_total");

    List<Disposition> all =
        dispositions(
            committers.submit(
                0,
                List.of(Said.firing("cached"), Said.firing("cached"), Said.firing("bystander"))));

    assertThat(all)
        .containsExactly(Disposition.REOPENED, Disposition.DEDUPLICATED, Disposition.OPENED);
    assertThat(committers.count("imas_ingest_stale_cache_entries_total") - missed).isEqualTo(1);
  }

  @Test
  void severityThatTheCacheHoldsWronglyIsStoredAsSent() {
    committers.commit(Said.firing("raised"));
    committers.database.execute("UPDATE alert_state SET severity = 4 WHERE name = 'raised'");
    committers.clock.move(Duration.ofSeconds(1));

    assertThat(committers.commit(Said.firing("raised"))).isEqualTo(Disposition.DEDUPLICATED);

    assertThat(committers.state("raised")).isEqualTo("F3");
  }

  @Test
  void deadlockIsRepeatedAndNothingIsCountedTwice() throws Exception {
    committers.commit(Said.firing("lock a"));
    committers.commit(Said.firing("lock b"));
    boolean aIsFirst =
        committers.fingerprint("lock a").compareTo(committers.fingerprint("lock b")) < 0;
    String first = aIsFirst ? "lock a" : "lock b";
    String second = aIsFirst ? "lock b" : "lock a";
    double conflicts = committers.count("imas_ingest_conflicts_total");
    Future<Submission> request;
    try (Connection other = hold(second);
        Statement statement = other.createStatement()) {
      statement.execute("SET deadlock_timeout = '30s'");
      request =
          committers.submit(
              0,
              List.of(
                  Said.firing(first).severity(Severity.SEV2_HIGH),
                  Said.firing(second).severity(Severity.SEV2_HIGH)));
      awaitBlocked(1);
      // The committer holds the first row and waits for the second. It looks for a deadlock once, a
      // second later; until then this transaction has to do the reverse.
      statement.execute("SELECT 1 FROM alert_state WHERE name = '" + first + "' FOR UPDATE");
      other.rollback();
    }

    assertThat(dispositions(request))
        .containsExactly(Disposition.DEDUPLICATED, Disposition.DEDUPLICATED);
    assertThat(committers.count("imas_ingest_conflicts_total") - conflicts).isBetween(1.0, 3.0);
    assertThat(committers.database.query("SELECT fire_count FROM alert WHERE name LIKE 'lock _'"))
        .containsExactly("2", "2");
  }

  /** As when several gateways get the same new alerts at once. */
  @Test
  void batchThatMeetsADeadlockSixTimesIsCommittedOnce() {
    committers.commit(Said.firing("lucky"));
    committers.database.execute(
        """
        CREATE SEQUENCE bad_luck;
        GRANT USAGE ON SEQUENCE bad_luck TO imas_ingest_fn;
        CREATE FUNCTION be_unlucky() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.name = 'unlucky' AND nextval('bad_luck') <= 6 THEN
            RAISE deadlock_detected;
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER be_unlucky BEFORE INSERT ON alert_state FOR EACH ROW EXECUTE FUNCTION be_unlucky()\
        """);
    double conflicts = committers.count("imas_ingest_conflicts_total");

    List<Disposition> all =
        dispositions(committers.submit(0, List.of(Said.firing("lucky"), Said.firing("unlucky"))));

    assertThat(all).containsExactly(Disposition.DEDUPLICATED, Disposition.OPENED);
    assertThat(committers.count("imas_ingest_conflicts_total") - conflicts).isEqualTo(6);
    assertThat(
            committers.database.query(
                "SELECT fire_count FROM alert WHERE name LIKE '%lucky' ORDER BY name"))
        .containsExactly("2", "1");
  }

  @Test
  void lostConnectionFailsTheBatchInFlightAndComesBackByItself() throws Exception {
    committers.commit(Said.firing("cut"));
    Future<Submission> inFlight;
    try (Connection hold = hold("cut")) {
      inFlight = committers.submit(0, List.of(Said.firing("cut")));
      awaitBlocked(1);
      committers.database.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND application_name LIKE 'imas-ingest-%'");
      assertThatThrownBy(() -> Await.result(inFlight)).isInstanceOf(CommitFailure.class);
      hold.rollback();
    }

    Await.until(
        "the connection to be back",
        () -> committers.submit(0, List.of(Said.firing("after"))),
        request -> {
          try {
            Await.result(request);
            return true;
          } catch (CommitFailure stillGone) {
            assertThat(stillGone.reason()).isEqualTo(CommitFailure.Reason.DATABASE_UNREACHABLE);
            return false;
          }
        });
  }

  @Test
  void requestThatWaitsTooLongForItsTurnIsRefusedAndTheOneInFlightIsNot() throws Exception {
    committers.commit(Said.firing("slow"));
    Future<Submission> inFlight;
    Future<Submission> waiting;
    try (Connection hold = hold("slow")) {
      inFlight = committers.submit(0, List.of(Said.firing("slow")));
      awaitBlocked(1);
      waiting = committers.submit(0, List.of(Said.firing("never sent")));
      assertThatThrownBy(() -> Await.result(waiting))
          .isInstanceOfSatisfying(
              CommitFailure.class,
              failure ->
                  assertThat(failure.reason()).isEqualTo(CommitFailure.Reason.WAITED_TOO_LONG));
      hold.rollback();
    }

    assertThat(dispositions(inFlight)).containsExactly(Disposition.DEDUPLICATED);
    assertThat(committers.database.query("SELECT 1 FROM alert WHERE name = 'never sent'"))
        .isEmpty();
  }

  @Test
  void twoCommittersThatRaceForANewAlertOpenItOnce() {
    for (int round = 0; round < 20; round++) {
      Said said = Said.firing("race " + round);
      Future<Submission> one = committers.submit(0, List.of(said));
      Future<Submission> other = committers.submit(1, List.of(said));

      List<Disposition> both = new ArrayList<>(dispositions(one));
      both.addAll(dispositions(other));

      assertThat(both).containsExactlyInAnyOrder(Disposition.OPENED, Disposition.DEDUPLICATED);
    }
  }

  @Test
  void onlyTransitionsAreAnnounced() {
    committers.announced.clear();
    committers.commit(Said.firing("told").startsAt(-60));
    committers.commit(Said.firing("told").startsAt(-60));
    committers.commit(Said.recovery("told").startsAt(-60));
    committers.commit(Said.recovery("told").startsAt(-60));
    committers.commit(Said.firing("told").startsAt(-60));

    assertThat(
            committers.announced.stream()
                .flatMap(message -> message.changes().stream())
                .map(change -> change.kind() + " " + change.seq()))
        .containsExactly(TransitionKind.OPENED + " 1", TransitionKind.RESOLVED + " 2");
    assertThat(committers.announced.getFirst().changes().getFirst().fingerprint())
        .isEqualTo(committers.fingerprint("told"));
  }
}
