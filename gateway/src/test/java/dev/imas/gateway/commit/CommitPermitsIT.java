package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Disposition;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two committers that share one permit. */
class CommitPermitsIT {

  /** Keeps the first committer's batch in the database, and with it the permit, until closed. */
  private static Connection holdTurn(TestCommitters committers, List<Future<Submission>> requests)
      throws Exception {
    committers.commit(Said.firing("held"));
    Connection hold = committers.database.connect();
    hold.setAutoCommit(false);
    try (Statement statement = hold.createStatement()) {
      statement.execute("SELECT 1 FROM alert_state WHERE name = 'held' FOR UPDATE");
    }
    requests.add(committers.submit(0, List.of(Said.firing("held"))));
    Await.until(
        "a blocked commit",
        () ->
            committers.database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE 'imas-ingest-%' AND wait_event_type = 'Lock'"),
        blocked -> blocked == 1);
    return hold;
  }

  @Test
  void aTurnThatHangsDoesNotHoldTheOthersForEver() throws Exception {
    try (TestCommitters committers =
        new TestCommitters(2, TestCommitters.CONFIG, new CommitPermits(1))) {
      List<Future<Submission>> held = new ArrayList<>();
      try (Connection hold = holdTurn(committers, held)) {
        for (int i = 0; i < 3; i++) {
          Submission other = Await.result(committers.submit(1, List.of(Said.firing("other " + i))));

          assertThat(other.count(Disposition.OPENED)).isEqualTo(1);
        }
        assertThat(held.getFirst().isComplete()).isFalse();
        hold.rollback();
      }
      Await.result(held.getFirst());
      committers.ledgerBalances();
    }
  }

  @Test
  void afterItHungEverythingGoesOnByTurns() throws Exception {
    try (TestCommitters committers =
        new TestCommitters(2, TestCommitters.CONFIG, new CommitPermits(1))) {
      List<Future<Submission>> all = new ArrayList<>();
      try (Connection hold = holdTurn(committers, all)) {
        Await.result(committers.submit(1, List.of(Said.firing("meanwhile"))));
        hold.rollback();
      }
      for (int i = 0; i < 200; i++) {
        all.add(committers.submit(i % 2, List.of(Said.firing("after " + i % 20))));
      }
      Await.result(Future.all(all));
      committers.ledgerBalances();
    }
  }
}
