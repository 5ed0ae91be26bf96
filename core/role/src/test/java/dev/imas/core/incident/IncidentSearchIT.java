package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Searches for words stay within their limits. */
class IncidentSearchIT {

  private static final String SEARCH = "/api/v1/incidents?search=disk";

  @Test
  void searchThatTakesTooLongEndsAndSaysHowToAskForLess() throws Exception {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "900ms"));
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.incident IN ACCESS EXCLUSIVE MODE");

      Reply slow = core.get(SEARCH);

      assertThat(slow.status()).isEqualTo(503);
      assertThat(slow.json().get("detail").asText())
          .contains("so many incidents takes longer than 300 ms")
          .contains("add status, service, team or created_after");
      blocker.rollback();
      assertThat(core.get(SEARCH).status()).isEqualTo(200);
    }
  }

  @Test
  void searchesAndReadsByLabelsLeaveRoomForAllOthers() throws Exception {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_POOL_SIZE", "6"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      String other = core.tokenOfAnotherTenant("other", "read");
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.incident, imas.alert_state IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Reply>> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(CompletableFuture.supplyAsync(() -> core.get(SEARCH), clients));
        slow.add(
            CompletableFuture.supplyAsync(
                () -> core.get("/api/v1/alerts/count?label=env=production"), clients));
      }
      Await.until(
          "those that find no room to wait to be told so",
          () -> slow.stream().filter(CompletableFuture::isDone).count(),
          n -> n >= 40 - 1 - 32);
      slow.add(CompletableFuture.supplyAsync(() -> core.send(other, "GET", SEARCH, null), clients));

      Await.until("the other tenant's beside it", () -> waiting(core), n -> n == 2);
      for (int i = 0; i < 5; i++) {
        assertThat(core.get("/api/v1/teams").status()).isEqualTo(200);
      }
      // One less for the moment in which one gives up and the next has its place.
      assertThat(waiting(core)).isLessThanOrEqualTo(2);
      Await.until("the other tenant's beside it still", () -> waiting(core), n -> n == 2);

      blocker.rollback();
      for (CompletableFuture<Reply> one : slow) {
        assertThat(one.join().status()).isIn(200, 503);
      }
    }
  }

  private static long waiting(RunningCore core) {
    return core.database.count(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND (query LIKE"
            + " '%count(*) AS total%' OR query LIKE '%position(lower(%') AND datname ="
            + " current_database() AND pid <> pg_backend_pid()");
  }
}
