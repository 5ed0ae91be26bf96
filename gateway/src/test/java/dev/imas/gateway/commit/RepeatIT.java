package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The repeats of an alert are stored beside it until its state changes. */
class RepeatIT {

  private TestCommitters committers;

  @BeforeEach
  void start() {
    committers = new TestCommitters(1, TestCommitters.CONFIG);
  }

  @AfterEach
  void stop() {
    committers.ledgerBalances();
    committers.close();
  }

  private String counts(String name) {
    return committers
        .database
        .query(
            "SELECT concat_ws(' ', fire_count, dedup_count) FROM alert WHERE name = '" + name + "'")
        .getFirst();
  }

  private long repeating() {
    return committers.database.count("SELECT count(*) FROM alert_repeat");
  }

  /** One repeat as a gateway commits it, on that connection; {@code end} is SQL, null for none. */
  private boolean repeat(Connection connection, String name, String end) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT missed IS NULL
                  FROM ingest_known(9::smallint, now(), ARRAY['%1$s'::uuid], ARRAY['%2$s'::uuid], ARRAY['%3$s'::uuid],
                                    ARRAY[1], ARRAY[3]::smallint[], ARRAY[%4$s]::timestamptz[], ARRAY[now()],
                                    ARRAY['%1$s'::uuid], ARRAY['%3$s'::uuid], ARRAY[1::bigint])\
                """
                    .formatted(
                        committers.tenant,
                        committers.fingerprint(name).toUuid(),
                        committers.source,
                        end))) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private boolean repeat(String name, String end) throws SQLException {
    try (Connection connection = committers.database.connect()) {
      return repeat(connection, name, end);
    }
  }

  private void awaitBlocked(int sessions) {
    Await.until(
        "blocked sessions",
        () ->
            committers.database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'"),
        blocked -> blocked == sessions);
  }

  @Test
  void repeatsLeaveTheRowOfTheAlertAloneAndARecoveryTakesThemBack() {
    committers.commit(Said.firing("again"));
    String row = "SELECT ctid FROM alert_state WHERE name = 'again'";
    List<String> before = committers.database.query(row);
    for (int i = 0; i < 3; i++) {
      assertThat(committers.commit(Said.firing("again"))).isEqualTo(Disposition.DEDUPLICATED);
    }

    assertThat(counts("again")).isEqualTo("4 3");
    assertThat(committers.database.query(row)).isEqualTo(before);
    assertThat(repeating()).isEqualTo(1);
    committers.ledgerBalances();

    assertThat(committers.commit(Said.recovery("again"))).isEqualTo(Disposition.RESOLVED);

    assertThat(repeating()).isZero();
    assertThat(counts("again")).isEqualTo("4 3");
  }

  @Test
  void changedSeverityTakesThemBackToo() {
    committers.commit(Said.firing("raised"));
    committers.commit(Said.firing("raised"));
    committers.clock.move(Duration.ofSeconds(1));

    assertThat(committers.commit(Said.firing("raised").severity(Severity.SEV1_CRITICAL)))
        .isEqualTo(Disposition.DEDUPLICATED);

    assertThat(repeating()).isZero();
    assertThat(counts("raised")).isEqualTo("3 2");
    assertThat(committers.state("raised")).isEqualTo("F1");
  }

  /** A recovery that is sent while a repeat is in flight has to wait for it. */
  private void recoveryMeetsRepeat(String name) throws Exception {
    Future<Submission> recovery;
    try (Connection other = committers.database.connect()) {
      other.setAutoCommit(false);
      assertThat(repeat(other, name, "NULL")).isTrue();
      committers.clock.move(Duration.ofMinutes(1));
      recovery = committers.submit(0, List.of(Said.recovery(name)));
      awaitBlocked(1);
      other.commit();
    }
    assertThat(Await.result(recovery).count(Disposition.RESOLVED)).isEqualTo(1);
    assertThat(repeating()).isZero();
  }

  @Test
  void recoveryThatMeetsAFirstRepeatLeavesNothingBehind() throws Exception {
    committers.commit(Said.firing("met"));

    recoveryMeetsRepeat("met");

    assertThat(counts("met")).isEqualTo("2 1");
  }

  @Test
  void recoveryThatMeetsALaterRepeatCountsIt() throws Exception {
    committers.commit(Said.firing("met"));
    assertThat(repeat("met", "NULL")).isTrue();

    recoveryMeetsRepeat("met");

    assertThat(counts("met")).isEqualTo("3 2");
  }

  @Test
  void repeatThatMeetsARecoveryIsMissed() throws Exception {
    for (String name : List.of("first", "later")) {
      committers.commit(Said.firing(name));
    }
    assertThat(repeat("later", "NULL")).isTrue();
    for (String name : List.of("first", "later")) {
      Future<Submission> recovery;
      Future<Boolean> repeat;
      try (Connection hold = committers.database.connect()) {
        // The recovery holds its rows and cannot commit, because it waits for the ledger.
        hold.setAutoCommit(false);
        try (Statement statement = hold.createStatement()) {
          statement.execute("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE");
        }
        committers.clock.move(Duration.ofMinutes(1));
        recovery = committers.submit(0, List.of(Said.recovery(name)));
        awaitBlocked(1);
        repeat = inBackground(() -> repeat(name, "NULL"));
        awaitBlocked(2);
        hold.rollback();
      }

      assertThat(Await.result(recovery).count(Disposition.RESOLVED)).as(name).isEqualTo(1);
      assertThat(Await.result(repeat)).as(name).isFalse();
    }
    assertThat(repeating()).isZero();
  }

  private interface Call {
    boolean run() throws SQLException;
  }

  private static Future<Boolean> inBackground(Call call) {
    Promise<Boolean> promise = Promise.promise();
    Thread.startVirtualThread(
        () -> {
          try {
            promise.complete(call.run());
          } catch (SQLException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  @Test
  void twoFirstRepeatsAtOnceAreBothCounted() throws Exception {
    committers.commit(Said.firing("twice"));
    Future<Boolean> second;
    try (Connection other = committers.database.connect()) {
      other.setAutoCommit(false);
      assertThat(repeat(other, "twice", "NULL")).isTrue();
      second = inBackground(() -> repeat("twice", "NULL"));
      awaitBlocked(1);
      other.commit();
    }

    assertThat(Await.result(second)).isTrue();
    assertThat(repeating()).isEqualTo(1);
    assertThat(counts("twice")).isEqualTo("3 2");
  }

  @Test
  void endThatARepeatIsTheFirstToNameIsLeftToTheWholeRow() throws Exception {
    committers.commit(Said.firing("endless"));

    assertThat(repeat("endless", "now() + interval '1 minute'")).isFalse();
    assertThat(repeat("endless", "NULL")).isTrue();
    assertThat(repeat("endless", "now() + interval '1 minute'")).isFalse();

    assertThat(counts("endless")).isEqualTo("2 1");
  }

  @Test
  void alertExpiresWhenItsLastRepeatSaysAndNotBefore() throws Exception {
    committers.commit(Said.firing("renewed"));
    committers.database.execute(
        "UPDATE alert_state SET ends_at = now() + interval '1 minute', expires_bucket ="
            + " date_bin('5 minutes', now() + interval '6 minutes', 'epoch')");
    assertThat(repeat("renewed", "now() + interval '1 hour'")).isTrue();

    assertThat(renewed("20 minutes")).isEqualTo(1);
    assertThat(renewed("20 minutes")).isZero();
    assertThat(expired("20 minutes")).isZero();

    assertThat(expired("2 hours")).isEqualTo(1);
    assertThat(committers.state("renewed")).isEqualTo("R");
    assertThat(counts("renewed")).isEqualTo("2 1");
    assertThat(repeating()).isZero();
  }

  /** The sweep looks before the repeat comes, and reaches the alert after it. */
  @Test
  void sweepThatARepeatOvertakesTakesNoteOfIt() throws Exception {
    committers.commit(Said.firing("saved"));
    committers.database.execute(
        "UPDATE alert_state SET ends_at = now() + interval '1 minute', expires_bucket ="
            + " date_bin('5 minutes', now() + interval '6 minutes', 'epoch')");
    assertThat(repeat("saved", "now() + interval '1 hour'")).isTrue();

    assertThat(expired("20 minutes")).isZero();

    assertThat(committers.state("saved")).isEqualTo("F3");
    assertThat(counts("saved")).isEqualTo("2 1");
    assertThat(repeating()).isZero();
    assertThat(renewed("20 minutes")).isZero();
    assertThat(expired("2 hours")).isEqualTo(1);
  }

  private long renewed(String later) {
    return committers.database.count("SELECT renew_alerts(now() + interval '" + later + "', 10)");
  }

  private long expired(String later) {
    committers.database.gatewaysListenSince(Instant.EPOCH);
    return committers.database.count(
        "SELECT expire_alerts(now() + interval '" + later + "', interval '1 minute', 10)");
  }
}
