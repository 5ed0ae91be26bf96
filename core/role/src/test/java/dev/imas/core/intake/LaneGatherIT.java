package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LaneGatherIT {

  /** A lane that rests after each pass has one a second in the bulk lane, and no more. */
  private static final Map<String, String> SLOW =
      Map.of("IMAS_CORE_INTAKE_POLL", "20ms", "IMAS_CORE_INTAKE_GATHER", "1s");

  @Test
  void pollThatFindsNothingKeepsNoPageWaiting(Vertx vertx) {
    InstantSource clock = InstantSource.system();
    try (TestDatabase database = TestDatabase.create()) {
      Bootstrap.run(database.config(), clock, Optional.empty(), Optional.empty());
      try (TestIntake intake = TestIntake.start(vertx, database, "polling", clock, SLOW)) {
        long before = intake.passes(OutboxLoop.Kind.BULK);
        Await.until(
            "passes of an idle lane",
            Duration.ofSeconds(10),
            () -> intake.passes(OutboxLoop.Kind.BULK) - before,
            n -> n >= 14);
      }
    }
  }

  @Test
  void hintsThatFindNothingStillComeToOnePassAnInterval(Vertx vertx) {
    InstantSource clock = InstantSource.system();
    try (TestDatabase database = TestDatabase.create()) {
      Bootstrap.run(database.config(), clock, Optional.empty(), Optional.empty());
      try (TestIntake intake = TestIntake.start(vertx, database, "hinted", clock, SLOW)) {
        long begun = System.nanoTime();
        long hints = vertx.setPeriodic(1, id -> intake.nudge());
        long before = intake.passes(OutboxLoop.Kind.BULK);
        Await.until("passes", () -> intake.passes(OutboxLoop.Kind.BULK) - before, n -> n >= 5);
        vertx.cancelTimer(hints);
        // Of five, two at most were begun by a poll.
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isGreaterThan(Duration.ofMillis(1_500));
      }
    }
  }
}
