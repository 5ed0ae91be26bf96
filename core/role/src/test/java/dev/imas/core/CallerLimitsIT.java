package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.RawHttp;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A caller that asks too much is told so, and nobody else is affected. */
class CallerLimitsIT {

  @Test
  void tokenThatAsksTooOftenIs429AndOthersAreAnswered() {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_CALLER_RATE", "1"))) {
      String other = core.tokenWith("other", "read");

      Reply refused = firstRefusal(() -> core.get("/api/v1/teams"));

      assertProblem(refused, 429);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(refused.json().get("retry_after").asInt()).isEqualTo(1);
      assertThat(refused.header("ratelimit-policy")).isEqualTo("\"token\";q=10;w=10");
      assertThat(refused.header("ratelimit")).isEqualTo("\"token\";r=0;t=10");
      assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
      assertThat(ask(core, other)).isEqualTo(200);
      assertThat(core.send(null, "GET", "/health/ready", null).status()).isEqualTo(200);
    }
  }

  @Test
  void addressThatGuessesTokensIs429AndKnownTokensOfItAreAnswered() {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_UNAUTHENTICATED_RATE", "1"))) {
      assertThat(ask(core, core.token)).isEqualTo(200);

      Reply refused = firstRefusal(() -> core.send("imas_guess", "GET", "/api/v1/teams", null));

      assertProblem(refused, 429);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(ask(core, null)).isEqualTo(429);
      assertThat(ask(core, core.token)).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerSaysWhatIsLeft() {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_CALLER_RATE", "5"))) {
      Reply first = core.get("/api/v1/teams");
      Reply refused = core.get("/api/v1/teams?nonsense=1");
      Reply stranger = core.send(null, "GET", "/api/v1/teams", null);
      Reply open = core.send(null, "GET", "/api/v1/installation", null);

      assertThat(first.header("ratelimit-policy")).isEqualTo("\"token\";q=50;w=10");
      assertThat(first.header("x-ratelimit-limit")).isEqualTo("50");
      int left = Integer.parseInt(String.valueOf(first.header("x-ratelimit-remaining")));
      assertThat(first.header("ratelimit")).startsWith("\"token\";r=" + left + ";t=");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.header("x-ratelimit-remaining")).isNotNull();
      assertThat(stranger.status()).isEqualTo(401);
      assertThat(stranger.header("ratelimit-policy")).startsWith("\"address\";q=");
      assertThat(open.header("ratelimit-policy")).startsWith("\"address\";q=");
    }
  }

  @Test
  void behindATrustedProxyEachCallerHasItsOwnRateAndStandsInTheAudit() {
    try (RunningCore core = guessed(Map.of("IMAS_CORE_TRUSTED_PROXIES", "127.0.0.0/8,::1"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(guess(core, "198.51.100.7")).isEqualTo(401);
      }
      assertThat(guess(core, "198.51.100.7")).isEqualTo(429);
      assertThat(guess(core, "203.0.113.1, 198.51.100.7")).as("made up").isEqualTo(429);
      assertThat(guess(core, "198.51.100.8")).isEqualTo(401);

      core.send(
          core.token,
          "POST",
          "/api/v1/teams",
          "{\"name\":\"Proxied\"}",
          "x-forwarded-for",
          "203.0.113.1, 198.51.100.7");
      assertThat(
              core.get("/api/v1/audit?action=team.create").json().at("/items/0/address").asText())
          .isEqualTo("198.51.100.7");
    }
  }

  @Test
  void nobodyElseIsBelievedWhoCalled() {
    try (RunningCore core = guessed(Map.of())) {
      for (int i = 0; i < 5; i++) {
        assertThat(guess(core, "198.51.100." + i)).isEqualTo(401);
      }
      assertThat(guess(core, "198.51.100.9")).isEqualTo(429);
    }
  }

  private static RunningCore guessed(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("IMAS_CORE_LOGIN_RATE", "5");
    all.put("IMAS_CORE_PASSWORD_MEMORY", "1MiB");
    return RunningCore.start(all);
  }

  private static int guess(RunningCore core, String forwardedFor) {
    return core.send(
            null,
            "POST",
            "/api/v1/auth/login",
            "{\"username\":\"nobody\",\"password\":\"wrong\"}",
            "x-forwarded-for",
            forwardedFor)
        .status();
  }

  @Test
  void tokenHasNoMoreRequestsUnderWayThanItMay() throws SQLException {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_CALLER_AT_ONCE", "2"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.incident IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<Reply>> asked = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        asked.add(CompletableFuture.supplyAsync(() -> core.get("/api/v1/incidents"), clients));
      }
      Await.until(
          "the others to be refused",
          () -> asked.stream().filter(CompletableFuture::isDone).count(),
          n -> n == 3);

      blocker.rollback();

      assertThat(asked.stream().map(one -> one.join().status()).sorted())
          .containsExactly(200, 200, 429, 429, 429);
      assertThat(core.get("/api/v1/incidents").status()).isEqualTo(200);
    }
  }

  /** A client with a short timeout, while tokens are slow to look up. */
  @Test
  void whoLeavesBeforeTheTokenIsKnownIsNotUnderWayForEver() throws SQLException {
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_CALLER_AT_ONCE", "2"));
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.api_token IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < 4; i++) {
        try (RawHttp client = new RawHttp(core.port())) {
          client.send(
              "GET /api/v1/teams HTTP/1.1\r\nHost: core\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(core.token));
        }
      }
      Await.until(
          "the lookups to wait",
          () ->
              core.database.count(
                  "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                      + " AND wait_event_type = 'Lock'"),
          waiting -> waiting >= 4);

      blocker.rollback();

      assertThat(ask(core, core.token)).isEqualTo(200);
      assertThat(ask(core, core.token)).isEqualTo(200);
    }
  }

  private static int ask(RunningCore core, @Nullable String token) {
    return core.send(token, "GET", "/api/v1/teams", null).status();
  }

  /** A burst of ten seconds' worth of requests. */
  private static Reply firstRefusal(Supplier<Reply> request) {
    for (int i = 0; i < 1_000; i++) {
      Reply reply = request.get();
      if (reply.status() == 429) {
        assertThat(i).isGreaterThanOrEqualTo(10);
        return reply;
      }
    }
    throw new AssertionError("nothing is ever refused");
  }
}
