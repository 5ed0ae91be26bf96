package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Reads by labels stay within their limits. */
class LabelSearchIT {

  /** That many alerts, each with its own instance. */
  private static void storeInstances(RunningCore core, int count) {
    core.storeAlerts(count);
    core.database.execute(
        "UPDATE alert_state SET labels = '{\"instance\":\"i-' || fingerprint || '\"}'");
  }

  @Test
  void groupsBeyondTheFirstHundredAreToldAsOne() {
    try (RunningCore core = RunningCore.start()) {
      storeInstances(core, 150);

      JsonNode counted = core.get("/api/v1/alerts/count?by=label:instance").json();

      assertThat(counted.get("groups")).hasSize(AlertCountRepository.MOST_GROUPS);
      assertThat(counted.at("/others/groups").asInt()).isEqualTo(50);
      assertThat(counted.at("/others/firing").asInt()).isEqualTo(50);
      assertThat(counted.get("total").asInt()).isEqualTo(150);
    }
  }

  @Test
  void expressionOverTooManyValuesIsRefusedUnlessTheyAreNarrowedDown() {
    try (RunningCore core = RunningCore.start()) {
      storeInstances(core, LabelSearch.MOST_VALUES + 1);
      core.database.execute(
          "UPDATE alert_state SET name = 'few' WHERE fingerprint IN (SELECT fingerprint FROM"
              + " alert_state LIMIT 3)");
      String expression = "label=instance=~i-.*%5B0-9a-f%5D";

      Reply refused = core.get("/api/v1/alerts?" + expression);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().get("detail").asText())
          .contains("'instance' has more than 10000 values");
      assertThat(core.get("/api/v1/alerts?name=few&" + expression).json().get("items")).hasSize(3);
    }
  }

  @Test
  void dearExpressionOverManyValuesIsRefused() {
    try (RunningCore core = RunningCore.start()) {
      storeInstances(core, 2_000);
      String dear = "label=instance=~%22.%7B1,900%7DZ%22";

      Reply refused = core.get("/api/v1/alerts/count?" + dear);

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().get("detail").asText()).contains("takes too long");
      assertThat(core.get("/api/v1/alerts/count?name=none&" + dear).status()).isEqualTo(200);
    }
  }

  @Test
  void readThatTakesTooLongEndsAndSaysHowToAskForLess() throws Exception {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "900ms"));
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.alert_state IN ACCESS EXCLUSIVE MODE");

      Reply slow = core.get("/api/v1/alerts/count?label=env=production");

      assertThat(slow.status()).isEqualTo(503);
      assertThat(slow.json().get("detail").asText()).contains("300 ms").contains("add status");
      blocker.rollback();
      assertThat(core.get("/api/v1/alerts/count?label=env=production").status()).isEqualTo(200);
    }
  }

  @Test
  void readsByLabelsLeaveRoomForAllOthers() throws Exception {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_POOL_SIZE", "6"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      String other = core.tokenOfAnotherTenant("other", "read");
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.alert_state IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Reply>> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(
            CompletableFuture.supplyAsync(
                () -> core.get("/api/v1/alerts/count?label=env=production"), clients));
      }
      Await.until("the first to be at work", () -> waiting(core), n -> n == 1);
      slow.add(
          CompletableFuture.supplyAsync(
              () -> core.send(other, "GET", "/api/v1/alerts/count?label=a=b", null), clients));

      Await.until("the other tenant's beside it", () -> waiting(core), n -> n == 2);
      for (int i = 0; i < 5; i++) {
        assertThat(core.get("/api/v1/teams").status()).isEqualTo(200);
      }
      assertThat(waiting(core)).isEqualTo(2);

      blocker.rollback();
      for (CompletableFuture<Reply> one : slow) {
        assertThat(one.join().status()).isIn(200, 503);
      }
    }
  }

  private static long waiting(RunningCore core) {
    return core.database.count(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE"
            + " '%count(*) AS total%' AND datname = current_database()");
  }
}
