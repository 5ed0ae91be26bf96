package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The view journal: an opening is in the alert's own row until another change follows it. */
class JournalIT {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private static RunningCore core;
  private static TestIngest ingest;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    ingest = new TestIngest(core.database);
  }

  @AfterAll
  static void stop() {
    ingest.close();
    core.close();
  }

  @Test
  void openingReadsTheSameBeforeAndAfterSomethingFollowsIt() {
    Event fired = Event.firing("followed", 2, core.triage, NOW.minusSeconds(60));
    UUID receipt = post(NOW, fired);
    assertThat(stored("followed")).isEmpty();
    List<String> opening = journal("followed");
    assertThat(opening)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("1|1|1|2|0|")
        .contains(receipt.toString());

    post(NOW.plusSeconds(1), fired.withSeverity(1).inGroup("another"));
    UUID recovery = post(NOW.plusSeconds(2), fired.resolved());

    assertThat(journal("followed")).hasSize(3).startsWith(opening.getFirst());
    assertThat(journal("followed").getLast())
        .startsWith("3|3|1|1|0|")
        .contains(recovery.toString());
    assertThat(stored("followed")).isEqualTo(journal("followed"));
  }

  @Test
  void renewalLeavesTheOpeningWhereItIs() {
    Event fired = Event.firing("renewed", 3, core.triage, NOW.minusSeconds(60));
    post(NOW, fired);
    List<String> opening = journal("renewed");

    post(NOW.plusSeconds(1), fired);

    assertThat(journal("renewed")).isEqualTo(opening);
    assertThat(stored("renewed")).isEmpty();
  }

  /** The state does not change, but the row's start does. The opening must not change with it. */
  @Test
  void newerEpisodeOfAFiringAlertFollowsItsOpening() {
    Event fired = Event.firing("moved", 3, core.triage, NOW.minusSeconds(60));
    post(NOW, fired);
    List<String> opening = journal("moved");

    post(NOW.plusSeconds(5), fired.startedAt(NOW.minusSeconds(1)));

    assertThat(journal("moved")).hasSize(2).startsWith(opening.getFirst());
    assertThat(journal("moved").getLast()).startsWith("2|2|2|3|0|");
    assertThat(stored("moved")).isEqualTo(journal("moved"));
  }

  @Test
  void expiryFollowsTheOpening() {
    Event fired =
        Event.firing("expired", 2, core.triage, NOW.minusSeconds(60)).endingAt(NOW.plusSeconds(60));
    post(NOW, fired);
    List<String> opening = journal("expired");

    // Two hours later, far beyond any grace: no gateway has been present since.
    core.database.query(
        "SELECT expire_alerts(now() + interval '2 hours', interval '5 minutes', 100)");

    assertThat(journal("expired")).hasSize(2).startsWith(opening.getFirst());
    assertThat(journal("expired").getLast()).startsWith("2|5|1|2|0|");
    assertThat(stored("expired")).isEqualTo(journal("expired"));
  }

  @Test
  void openingOlderThanTheOldestPartitionIsNotWrittenAgain() {
    Event fired = Event.firing("ancient", 2, core.triage, NOW.minusSeconds(60));
    post(NOW, fired);
    // As if it had happened then, so remove it from this minute's ledger too.
    core.database.execute(
        """
        UPDATE ledger SET accepted = accepted - 1, opened = opened - 1
         WHERE minute = (SELECT date_trunc('minute', opened_at, 'UTC') FROM alert WHERE name = 'ancient');
        UPDATE alert_state SET opened_at = opened_at - interval '100 days' WHERE name = 'ancient'\
        """);
    post(NOW.plusSeconds(1), fired.withSeverity(1));

    assertThat(journal("ancient")).hasSize(1).first().asString().startsWith("2|4|1|1|2|");
  }

  /** The two servers of a pair post the same new alert at once, to two gateways. */
  @Test
  void twoCommittersThatMeetOnOneNewAlertOpenItOnce() throws Exception {
    Event fired = Event.firing("met", 2, core.triage, NOW.minusSeconds(60));
    try (TestIngest other = new TestIngest(core.database);
        Connection obstacle = core.database.connect();
        Statement lock = obstacle.createStatement()) {
      obstacle.setAutoCommit(false);
      // The ledger's row comes last in a batch: a batch that waits for it has opened its alerts.
      lock.execute(
          "INSERT INTO ledger (tenant_id, source_id, minute, shard) SELECT '%s', '%s', date_trunc('minute', now(), 'UTC') + n * interval '1 minute', 0 FROM generate_series(0, 1) AS n ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE SET accepted = ledger.accepted"
              .formatted(core.tenant, core.source));
      CompletableFuture<?> first =
          CompletableFuture.runAsync(() -> post(NOW, fired), Thread::startVirtualThread);
      awaitWaiting(1);
      CompletableFuture<?> second =
          CompletableFuture.runAsync(
              () -> other.post(core.tenant, core.source, NOW.plusMillis(1), List.of(fired)),
              Thread::startVirtualThread);
      awaitWaiting(2);
      obstacle.rollback();
      first.join();
      second.join();
    }

    assertThat(journal("met")).hasSize(1);
    assertThat(
            core.database.query(
                "SELECT concat_ws('|', fire_count, dedup_count) FROM alert WHERE name = 'met'"))
        .containsExactly("2|1");
    assertThat(core.database.query("SELECT d::text FROM recount_ledger() AS d")).isEmpty();
  }

  private static void awaitWaiting(int sessions) {
    Await.until(
        sessions + " sessions to wait for a transaction of another",
        Duration.ofSeconds(20),
        () ->
            core.database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                    + " wait_event_type = 'Lock' AND wait_event = 'transactionid'"),
        waiting -> waiting >= sessions);
  }

  private static UUID post(Instant receivedAt, Event event) {
    return ingest.post(core.tenant, core.source, receivedAt, List.of(event));
  }

  private static List<String> journal(String name) {
    return entries("journal", name);
  }

  private static List<String> stored(String name) {
    return entries("transition", name);
  }

  private static List<String> entries(String from, String name) {
    return core.database.query(
        """
        SELECT concat_ws('|', j.seq, j.kind, j.episode, j.severity, coalesce(j.prior_severity, 0), j.at, j.source_id,
                         j.service_id, j.receipt, j.received_at, j.starts_at, j.rule_set_version, j.rule_index,
                         j.decision, j.group_key)
          FROM %s j JOIN alert a USING (tenant_id, fingerprint) WHERE a.name = '%s' ORDER BY j.seq\
        """
            .formatted(from, name));
  }
}
