package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import dev.imas.gateway.decode.SideEvent;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no alert: stored and counted with the batch that it came in. */
class SideEventsIT {

  private TestCommitters committers;

  @BeforeEach
  void start() throws Exception {
    committers =
        new TestCommitters(
            2,
            new CommitterConfig(
                100, Duration.ofMillis(500), Duration.ofSeconds(25), 10, Duration.ofSeconds(15)));
  }

  @AfterEach
  void stop() {
    committers.close();
  }

  private SideEventRow row(SideEventKind kind, String title, int count) {
    @Nullable Fingerprint about =
        kind == SideEventKind.ACTION ? Fingerprint.of(new UUID(4, 2)) : null;
    return new SideEventRow(
        UuidV7.at(committers.clock.millis()),
        new SideEvent(
            kind,
            title,
            about,
            about == null ? null : AlertAction.NOTE,
            "ann",
            "a \"note\"",
            kind == SideEventKind.CHANGE ? Labels.of("service", "checkout") : Labels.EMPTY,
            "",
            committers.clock.millis() * 1_000,
            0,
            1),
        count);
  }

  private String ledger() {
    return committers
        .database
        .query(
            """
            SELECT format('%s: %s + %s + %s + %s + %s', sum(accepted), sum(opened), sum(deduplicated), sum(dropped), sum(change),
                          sum(action))
              FROM ledger\
            """)
        .getFirst();
  }

  @Test
  void eachIsARowAndIsCountedAsWhatItIsBesideTheAlertsOfItsBody() {
    long before = committers.commits();
    Submission submission =
        Await.result(
            committers.submit(
                0,
                List.of(Said.firing("beside")),
                List.of(
                    row(SideEventKind.DROPPED, "test alert", 1),
                    row(SideEventKind.CHANGE, "deploy", 1),
                    row(SideEventKind.ACTION, "note", 1),
                    row(SideEventKind.DROPPED, "the rest", 40))));

    assertThat(submission.count(Disposition.OPENED)).isEqualTo(1);
    assertThat(submission.count(Disposition.DROPPED)).isEqualTo(41);
    assertThat(submission.count(Disposition.CHANGE)).isEqualTo(1);
    assertThat(submission.count(Disposition.ACTION)).isEqualTo(1);
    assertThat(committers.commits() - before).isEqualTo(1);
    assertThat(
            committers.database.query(
                """
                SELECT format('%s %s %s %s %s %s', kind, n, title, coalesce(action, 0), fingerprint IS NULL, labels)
                  FROM side_event WHERE receipt = '%s' ORDER BY kind, n\
                """
                    .replace("'%s' ORDER", "'" + submission.receipt() + "' ORDER")))
        .containsExactly(
            "1 1 test alert 0 t {}",
            "1 40 the rest 0 t {}",
            "2 1 deploy 0 t {\"service\":\"checkout\"}",
            "3 1 note 2 f {}");
    assertThat(ledger()).isEqualTo("44: 1 + 0 + 41 + 1 + 1");
    // Known alerts beside a change take the same way.
    Await.result(
        committers.submit(
            0, List.of(Said.firing("beside")), List.of(row(SideEventKind.CHANGE, "another", 1))));
    assertThat(ledger()).isEqualTo("46: 1 + 1 + 41 + 2 + 1");
    // And a body of nothing else.
    Await.result(committers.submit(1, List.of(), List.of(row(SideEventKind.ACTION, "alone", 1))));
    assertThat(ledger()).isEqualTo("47: 1 + 1 + 41 + 2 + 2");
    committers.ledgerBalances();
  }

  @Test
  void recountFindsARowThatIsGoneAndACountThatIsWrong() {
    Await.result(committers.submit(0, List.of(), List.of(row(SideEventKind.ACTION, "kept", 1))));
    Await.result(committers.submit(0, List.of(), List.of(row(SideEventKind.ACTION, "alone", 1))));
    committers.database.execute("DELETE FROM side_event WHERE title = 'alone'");
    assertThat(
            committers.database.query(
                "SELECT figure || ' ' || in_ledger || ' ' || recounted FROM recount_ledger()"))
        .containsExactly("action 2 1");
    committers.database.execute("UPDATE ledger SET action = action - 1");
    assertThat(committers.database.query("SELECT figure FROM recount_ledger()"))
        .containsExactly("imbalance");
  }

  @Test
  void manyBodiesInManyBatchesAreEachStoredOnce() {
    long before = committers.database.count("SELECT count(*) FROM side_event");
    List<Future<Submission>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(
          committers.submit(
              i % 2, List.of(), List.of(row(SideEventKind.CHANGE, "change " + i, 1))));
    }
    Await.result(Future.all(all));

    assertThat(committers.database.count("SELECT count(*) FROM side_event") - before)
        .isEqualTo(300);
    committers.ledgerBalances();
  }

  /** One batch fires X and changes Y, another fires Y and changes X. */
  @Test
  void updateThatMeetsADeadlockIsRepeatedAndStoredOnce() throws Exception {
    committers.commit(Said.firing("fires"));
    committers.commit(Said.firing("changes"));
    double conflicts = committers.count("imas_ingest_conflicts_total");
    SideEventRow update =
        new SideEventRow(
            UuidV7.at(committers.clock.millis()),
            new SideEvent(
                SideEventKind.ACTION,
                "update",
                committers.fingerprint("changes"),
                AlertAction.UPDATE,
                "ann",
                "",
                Labels.of("label.zone", "z"),
                "",
                committers.clock.millis() * 1_000,
                0,
                1),
            1);
    Future<Submission> request;
    try (Connection other = committers.database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SET deadlock_timeout = '30s'");
      statement.execute("SELECT 1 FROM alert_state WHERE name = 'changes' FOR UPDATE");
      request =
          committers.submit(
              0, List.of(Said.firing("fires").severity(Severity.SEV2_HIGH)), List.of(update));
      Await.until(
          "the batch to wait",
          () ->
              committers.database.count(
                  "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                      + " AND application_name LIKE 'imas-ingest-%' AND wait_event_type = 'Lock'"),
          blocked -> blocked == 1);
      statement.execute("SELECT 1 FROM alert_state WHERE name = 'fires' FOR UPDATE");
      other.rollback();
    }

    assertThat(Await.result(request).count(Disposition.ACTION)).isEqualTo(1);
    assertThat(committers.count("imas_ingest_conflicts_total") - conflicts).isBetween(1.0, 3.0);
    assertThat(
            committers.database.query(
                "SELECT fire_count || labels FROM alert WHERE name IN ('fires', 'changes')"
                    + " ORDER BY name DESC"))
        .containsExactly(
            "2{\"alertname\":\"fires\"}", "1{\"zone\": \"z\", \"alertname\": \"changes\"}");
    assertThat(committers.database.count("SELECT count(*) FROM side_event")).isEqualTo(1);
    committers.ledgerBalances();
  }
}
