package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A tenant with slow requests keeps no other tenant from asking. */
class TenantShareIT {

  @Test
  void tenantHoldsNoMoreThanItsShareOfTheConnections() throws SQLException {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_POOL_SIZE", "4"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      String other = core.tokenOfAnotherTenant("other", "read");
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.incident IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Reply>> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        slow.add(CompletableFuture.supplyAsync(() -> core.get("/api/v1/incidents"), clients));
      }
      Await.until(
          "those that find no room to be told so",
          () -> slow.stream().filter(CompletableFuture::isDone).count(),
          n -> n >= 6);

      for (int i = 0; i < 5; i++) {
        assertThat(core.send(other, "GET", "/api/v1/teams", null).status()).isEqualTo(200);
      }

      blocker.rollback();
      for (CompletableFuture<Reply> one : slow) {
        assertThat(one.join().status()).isIn(200, 503);
        if (one.join().status() == 503) {
          assertThat(one.join().header("retry-after")).isNotNull();
        }
      }
    }
  }
}
