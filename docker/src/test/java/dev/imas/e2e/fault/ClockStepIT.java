package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.UuidV7;
import dev.imas.e2e.RealClients;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The machine's clock steps by an hour, for IMAS and its PostgreSQL. libfaketime changes the
 * system's clock for them and leaves the monotonic one alone, as a real step does. The senders'
 * clocks stay right.
 */
final class ClockStepIT {

  private final Path folder = TestPostgres.newFolder();
  private final Path clock = folder.resolve("clock");

  @BeforeEach
  void need() throws IOException {
    RealClients.needFile(RealClients.FAKETIME, "libfaketime");
    step("+0");
  }

  @AfterEach
  void delete() {
    TestPostgres.delete(folder);
  }

  @Test
  void anHourForwardAndBackChangesNoState() throws IOException {
    try (FaultScene scene =
        FaultScene.embedded(
            folder,
            false,
            Map.of(
                "LD_PRELOAD",
                RealClients.FAKETIME.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                // The file is read once a second: reading it at each call would use all of the
                // processor.
                "FAKETIME_CACHE_DURATION",
                "1",
                // On a slow machine, a receiver that answers may need more than the scene allows.
                "IMAS_NOTIFIER_WEBHOOK_TIMEOUT",
                "3s",
                "IMAS_NOTIFIER_LEASE",
                "20s",
                // As with the defaults, all attempts for a SEV1 together take longer than an hour.
                // A page is given up if its receiver was silent for that long.
                "IMAS_NOTIFIER_RETRY_CEILING",
                "2m",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Its workaround for old C libraries makes every timed wait of a JVM return at
                // once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"))) {
      // A circuit that is open when the clock is set back must not stay open for an hour.
      FakeReceiver dying = FakeReceiver.start(scene.vertx).replies(Reply.status(500));
      scene.imas.page("dying", dying.url("/page"));
      Signs signs = Signs.from(scene.imas);
      Storm storm =
          scene
              .storm(Storm.Shape.named("ClockSteps"), FaultRun.random("clock steps"))
              .awaitMore(300);

      for (int round = 0; round < FaultRun.times(1, 5); round++) {
        String before = "+0";
        for (String offset : List.of("+3600", "+0", "-3600", "+0")) {
          boolean back = "+3600".equals(before);
          if (!offset.equals("+3600")) {
            signs.shows("imas_receiver_circuits", 1, "channel=\"webhook\"");
          }
          if (back) {
            awaitWaitingPage(scene);
          }
          step(offset);
          awaitClock(scene, Long.parseLong(offset));
          if (back) {
            // Before the next step: in time, a newer message would take the place of the page.
            signs
                .logs(
                    "The database's clock was set back; deliveries that waited for it are due now")
                .counts("imas_deliveries_recalled_total", 1);
          }
          before = offset;
          storm.awaitMore(FaultRun.times(300, 5_000));
        }
      }
      signs.logs("A receiver's circuit changed");

      int port = dying.port();
      dying.close();
      FakeReceiver healed = FakeReceiver.start(scene.vertx, port);
      assertThat(storm.answers()).containsKey(202);
      Aftermath.of(scene, List.of(healed)).withSuccessors().isInOrder(storm);
    }
  }

  /** Without a page that waits there is nothing that a clock set back could hold up. */
  private static void awaitWaitingPage(FaultScene scene) {
    String alert =
        "{\"alert_name\":\"Waits %s\",\"severity\":\"critical\",\"status\":\"firing\"}"
            .formatted(UUID.randomUUID());
    Await.until(
        "an alert to be accepted", () -> receipt(scene, alert).isPresent(), accepted -> accepted);
    Await.until(
        "a page that waits for its receiver",
        Duration.ofSeconds(30),
        () ->
            scene.sql.number(
                "SELECT count(*) FROM delivery WHERE status = 'pending'"
                    + " AND scheduled_at > clock_timestamp() - interval '10 min'"),
        waiting -> waiting > 0);
  }

  /** Replaced as a whole, so that nobody reads half a line. */
  private void step(String offset) throws IOException {
    Path next = Files.writeString(folder.resolve("clock.next"), offset + "\n");
    Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The step is real: both the product and its database use the new time. */
  private static void awaitClock(FaultScene scene, long offsetSeconds) {
    Await.until(
        "the database's clock to step by " + offsetSeconds + " s",
        Duration.ofSeconds(20),
        () ->
            scene.sql.number("SELECT extract(epoch FROM clock_timestamp())::bigint")
                - Instant.now().getEpochSecond(),
        ahead -> Math.abs(ahead - offsetSeconds) < 60);
    Await.until(
        "the product's clock to step by " + offsetSeconds + " s",
        Duration.ofSeconds(20),
        () -> productSeconds(scene) - Instant.now().getEpochSecond(),
        ahead -> Math.abs(ahead - offsetSeconds) < 60);
  }

  /** A receipt holds the gateway's time. A recovery of an alert that never fired opens nothing. */
  private static long productSeconds(FaultScene scene) {
    return receipt(scene, "{\"alert_name\":\"What time is it\",\"status\":\"resolved\"}")
        .map(receipt -> UuidV7.epochMillis(receipt) / 1_000)
        .orElse(0L);
  }

  /** Empty if it was refused, to be sent again, as a post in a storm may be. */
  private static Optional<UUID> receipt(FaultScene scene, String body) {
    try {
      UUID receipt = scene.imas.postForReceipt("/api/v1/webhooks/custom/", body);
      scene.alsoSent(1);
      return Optional.of(receipt);
    } catch (AssertionError refused) {
      return Optional.empty();
    }
  }
}
