package dev.imas.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Running rules again is expensive, and affects no other tenant. */
class ExplainRoutesIT {

  @Test
  void tenantExplainsOneAlertAtATimeAndLeavesRoomForOthers() throws Exception {
    try (RunningCore core = RunningCore.start();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      String other = core.tokenOfAnotherTenant("other", "read");
      Event fire = Event.firing("Why me", 2, core.triage, core.now());
      core.post(fire);
      core.follow();
      String path = "/api/v1/alerts/" + fire.fingerprint().toString().replace("-", "") + "/explain";
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.alert_state IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Reply>> asked = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        asked.add(CompletableFuture.supplyAsync(() -> core.get(path), clients));
      }
      Await.until(
          "those that find no room to wait to be told so",
          () -> asked.stream().filter(CompletableFuture::isDone).count(),
          n -> n >= 40 - 1 - 32);
      Await.until("the first to be read", () -> waiting(core), n -> n == 1);
      CompletableFuture<Reply> others =
          CompletableFuture.supplyAsync(() -> core.send(other, "GET", path, null), clients);

      Await.until("the other tenant's beside it", () -> waiting(core), n -> n == 2);
      assertThat(core.get("/api/v1/teams").status()).isEqualTo(200);
      assertThat(waiting(core)).isEqualTo(2);

      blocker.rollback();
      assertThat(others.join().status()).isEqualTo(404);
      for (CompletableFuture<Reply> one : asked) {
        assertThat(one.join().status()).isIn(200, 503);
        if (one.join().status() == 503) {
          assertThat(one.join().header("retry-after")).isNotNull();
        }
      }
      assertThat(core.get(path).status()).isEqualTo(200);
    }
  }

  private static long waiting(RunningCore core) {
    return core.database.count(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE"
            + " '%a.fire_count%' AND datname = current_database()");
  }
}
