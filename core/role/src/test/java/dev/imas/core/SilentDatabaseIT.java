package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Core's open connections to PostgreSQL go silent for good, as after a failover; new ones work.
 * With a statement timeout of a second, all is well again within a few seconds.
 */
final class SilentDatabaseIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final RunningCore core =
      RunningCore.startOverNetwork(
          Map.of(
              "IMAS_CORE_STATEMENT_TIMEOUT",
              "1s",
              "IMAS_CORE_POOL_SIZE",
              "12",
              "IMAS_CORE_TIMER_POLL",
              "100ms",
              "IMAS_HEALTH_WITHIN",
              "2s"));

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void alertsAreFollowedTimersRunAndTheApiAnswersAgain() {
    UUID service = core.service("shop");
    core.post(Event.firing("before", 1, service, core.now()));
    core.follow();

    core.network().forgetAll();
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'alert-expiry'");
    core.post(Event.firing("urgent", 1, service, core.now()));
    core.post(Event.firing("bulk", 4, service, core.now()));

    Await.until(
        "an empty outbox",
        SOON,
        () -> core.database.count("SELECT count(*) FROM outbox"),
        n -> n == 0);
    assertThat(core.database.count("SELECT count(*) FROM incident")).isEqualTo(3);
    Await.until(
        "the timer to have run",
        SOON,
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'alert-expiry' AND due_at > now()"),
        n -> n == 1);
    Await.until("core to be ready again", SOON, this::ready, reply -> reply.status() == 200);
    assertThat(core.get("/api/v1/incidents").status()).isEqualTo(200);
  }

  /** Nothing comes back, not even from new connections, until the network works again. */
  @Test
  void whatFailsIsNamedWithSinceWhenAndRequestsAreToldToComeAgain() {
    core.network().freeze();

    Reply notReady =
        Await.until(
            "the lanes to be found out",
            SOON,
            this::ready,
            reply -> reply.json().at("/checks/intake_bulk/status").asText().equals("failing"));
    assertThat(notReady.status()).isEqualTo(503);
    assertThat(core.send(null, "GET", "/health/accept", null).status()).isEqualTo(200);
    assertThat(notReady.json().at("/checks/intake_bulk/since").asText()).isNotEmpty();
    assertThat(notReady.json().at("/checks/intake_bulk/reason").asText()).isNotEmpty();
    Reply refused = core.get("/api/v1/incidents");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isNotNull();
    assertThat(refused.header("content-type")).isEqualTo("application/problem+json");

    // They may have been in a pass, which has to fail first.
    Await.until(
        "the timers to be found out",
        SOON.multipliedBy(2),
        this::ready,
        reply -> reply.json().at("/checks/timers/status").asText().equals("failing"));

    core.network().thaw();

    Await.until("core to be ready again", SOON, this::ready, reply -> reply.status() == 200);
  }

  /** No 500: the same request will succeed in a moment. */
  @Test
  void aPoolWithNothingLeftSaysSo() throws SQLException {
    try (RunningCore small = RunningCore.start(Map.of("IMAS_CORE_POOL_SIZE", "2"));
        Connection holder = small.database.connect();
        Statement sql = holder.createStatement();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      small.get("/api/v1/services"); // Its token is cached from now on.
      holder.setAutoCommit(false);
      sql.execute("LOCK TABLE imas.service");
      List<Future<Reply>> waiting =
          IntStream.range(0, 6)
              .mapToObj(i -> readers.submit(() -> small.get("/api/v1/services")))
              .toList();

      Reply refused =
          Await.until(
                  "one to be refused",
                  () -> waiting.stream().filter(Future::isDone).findFirst(),
                  Optional::isPresent)
              .orElseThrow()
              .resultNow();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isNotNull();
      assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
      holder.rollback();
    }
  }

  private Reply ready() {
    return core.send(null, "GET", "/health/ready", null);
  }
}
