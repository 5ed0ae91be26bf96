package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.RouteRequests.Filled;
import dev.imas.core.RouteRequests.Template;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A request that comes again with its Idempotency-Key is answered, and not done again. */
class IdempotencyIT {

  private static final String TEAM = "{\"name\":\"Payments\"}";

  private static Reply post(RunningCore core, String path, String body, String key) {
    return core.send(core.token, "POST", "/api/v1" + path, body, "idempotency-key", key);
  }

  private static long teams(RunningCore core) {
    return core.database.count("SELECT count(*) FROM team WHERE name = 'Payments'");
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndAnotherRequestIsRefused() {
    try (RunningCore core = RunningCore.start()) {
      Reply first = post(core, "/teams", TEAM, "one");
      Reply again = post(core, "/teams", TEAM, "one");
      Reply other = post(core, "/teams", "{\"name\":\"Search\"}", "one");
      Reply elsewhere = post(core, "/services", TEAM, "one");

      assertThat(first.status()).isEqualTo(201);
      assertThat(first.header("idempotent-replayed")).isNull();
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.json()).isEqualTo(first.json());
      assertThat(again.header("location")).isEqualTo(first.header("location"));
      assertThat(again.header("etag")).isEqualTo(first.header("etag"));
      assertThat(again.header("idempotent-replayed")).isEqualTo("true");
      assertThat(teams(core)).isEqualTo(1);
      assertProblem(other, 422);
      assertProblem(elsewhere, 422);
      assertThat(post(core, "/teams", TEAM, " ").status()).isEqualTo(400);
    }
  }

  @Test
  void aKeyIsItsCallersOwnAndCountsForADay() {
    try (RunningCore core = RunningCore.start()) {
      assertThat(post(core, "/teams", TEAM, "one").status()).isEqualTo(201);
      String other = core.tokenWith("other", "admin");
      assertThat(core.send(other, "POST", "/api/v1/teams", TEAM, "idempotency-key", "one").status())
          .as("another caller's request is a request of its own")
          .isEqualTo(409);

      core.clock.move(Duration.ofHours(24));

      Reply later = post(core, "/teams", TEAM, "one");
      assertThat(later.status()).as("%s", later.json()).isEqualTo(409);
      assertThat(later.json().get("detail").asText()).contains("exists already");
    }
  }

  /** What was refused is not done, so the same key may try again. */
  @Test
  void aRefusalGivesTheKeyBack() {
    try (RunningCore core = RunningCore.start()) {
      assertThat(post(core, "/teams", "{\"nonsense\":1}", "one").status()).isEqualTo(422);
      assertThat(core.database.count("SELECT count(*) FROM stored_answer")).isZero();
      assertThat(post(core, "/teams", TEAM, "one").status()).isEqualTo(201);
    }
  }

  @Test
  void aSecretThatIsShownOnceIsShownToTheRepeatAndNotStoredInClear() {
    try (RunningCore core = RunningCore.start()) {
      String body = "{\"name\":\"robot\",\"role\":\"viewer\"}";
      Reply first = post(core, "/tokens", body, "one");
      Reply again = post(core, "/tokens", body, "one");

      String secret = first.json().get("token").asText();
      assertThat(again.json().get("token").asText()).isEqualTo(secret);
      assertThat(core.database.count("SELECT count(*) FROM api_token WHERE name = 'robot'"))
          .isEqualTo(1);
      assertThat(
              core.database.count(
                  "SELECT count(*) FROM stored_answer WHERE position(convert_to('%s', 'UTF8') in answer) > 0"
                      .formatted(secret)))
          .isZero();
    }
  }

  @Test
  void aRepeatWhileTheFirstIsInProgressIsToldSo() throws SQLException {
    try (RunningCore core = RunningCore.start();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.team IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Reply> first =
          CompletableFuture.supplyAsync(() -> post(core, "/teams", TEAM, "one"), clients);
      Await.until(
          "the key to be claimed",
          () -> core.database.count("SELECT count(*) FROM stored_answer"),
          claimed -> claimed == 1);

      Reply meanwhile = post(core, "/teams", TEAM, "one");
      blocker.rollback();

      assertProblem(meanwhile, 409);
      assertThat(meanwhile.json().get("detail").asText()).contains("in progress");
      assertThat(first.join().status()).isEqualTo(201);
      assertThat(teams(core)).isEqualTo(1);
    }
  }

  /** As a process leaves it that ends after the commit, and before it has stored its answer. */
  @Test
  void whatWasDoneIsNotDoneAgainThoughItsAnswerIsLost() {
    try (RunningCore core = RunningCore.start()) {
      post(core, "/teams", TEAM, "one");
      core.database.execute("UPDATE stored_answer SET answer = NULL");
      core.clock.move(Duration.ofHours(1));

      Reply again = post(core, "/teams", TEAM, "one");

      assertProblem(again, 409);
      assertThat(again.json().get("detail").asText()).contains("was done, but its answer is lost");
      assertThat(teams(core)).isEqualTo(1);
    }
  }

  /** As a process leaves it that ends before the commit. */
  @Test
  void whatAProcessClaimedAndNeverDidIsDoneByARepeat() {
    try (RunningCore core = RunningCore.start()) {
      post(core, "/teams", TEAM, "one");
      core.database.execute("DELETE FROM team WHERE name = 'Payments'");
      core.database.execute("UPDATE stored_answer SET answer = NULL, is_done = false");
      assertThat(post(core, "/teams", TEAM, "one").status()).isEqualTo(409);

      core.clock.move(Duration.ofMinutes(11));

      assertThat(post(core, "/teams", TEAM, "one").status()).isEqualTo(201);
      assertThat(teams(core)).isEqualTo(1);
    }
  }

  /** Each operation that creates, as the OpenAPI document has them. */
  @Test
  void everyCreateTakesAKey() {
    ApiDocument document = new ApiDocument();
    Set<String> creates = new HashSet<>();
    for (var path : document.root.get("paths").properties()) {
      JsonNode operation = path.getValue().path("post");
      if (operation.path("responses").has("201") && !operation.path("security").isEmpty()) {
        assertThat(operation.path("parameters").findValuesAsText("$ref"))
            .as(path.getKey())
            .contains("#/components/parameters/idempotency-key");
        creates.add("POST " + path.getKey());
      }
    }
    assertThat(creates).hasSizeGreaterThan(40);
    Set<String> shown = new HashSet<>();
    List<String> different = new ArrayList<>();
    try (RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE)) {
      TenantScene scene = TenantScene.first(core, "zebra");
      for (Template request : new RouteRequests(document.root).all()) {
        if (creates.contains(request.operation())) {
          String key = "key " + different.size() + request;
          Reply first = sent(core, scene, request, key);
          Reply again = sent(core, scene, request, key);
          if (first.status() == 201) {
            shown.add(request.operation());
            boolean isReplayed =
                again.status() < 300 && "true".equals(again.header("idempotent-replayed"));
            if (!isReplayed) {
              different.add(request + ": " + again.status() + " " + again.http().body());
            }
          }
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(shown).as("creates that were done").hasSizeGreaterThan(20);
  }

  private static Reply sent(RunningCore core, TenantScene scene, Template request, String key) {
    Filled filled = request.fill((slot, kind) -> scene.own(kind));
    return core.send(
        core.token,
        "POST",
        "/api/v1" + filled.target(),
        filled.body(),
        "idempotency-key",
        key.length() > 255 ? key.substring(0, 255) : key);
  }
}
