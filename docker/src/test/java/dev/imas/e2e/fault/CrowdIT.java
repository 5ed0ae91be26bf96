package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that hold on to a server's scarce resources. */
@ExtendWith(SharedScene.class)
final class CrowdIT {

  private static final int IDLE = 10_000;
  private static final int HALF_SENT = 1_000;

  private final FaultScene scene;

  CrowdIT(FaultScene scene) {
    this.scene = scene;
  }

  @Test
  void idleConnectionsHalfSentBodiesAndUnreadAnswersCostNobodyElseAnything() {
    Signs signs = Signs.from(scene.imas);
    Storm storm = scene.storm("Crowded").awaitMore(300);
    try (Crowd crowd =
        Crowd.gather(
            scene.imas.gatewayPort(),
            ImasProcess.SOURCE_KEY,
            IDLE,
            HALF_SENT,
            FaultRun.times(4, 50),
            FaultRun.times(2 << 20, 20 << 20))) {
      scene.alsoSent(crowd.posts());
      Metrics metrics = Metrics.of(scene.imas);
      assertThat(metrics.sum("process_files_open_files") + metrics.sum("imas_http_slow_total"))
          .as("connections that are open, and those closed meanwhile as they said nothing")
          .isGreaterThan(IDLE);
      storm.forgetSlowest();
      storm.awaitMore(1_000);
      signs
          .logs("Bodies did not arrive in time; their connections are closed")
          .counts("imas_ingest_refused_total", HALF_SENT, "reason=\"too_slow\"");
      assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(5));
      assertThat(scene.sql.number("SELECT count(*) FROM alert WHERE name = 'Crowd'"))
          .as("alerts of those who read no answer, and none of a half-sent body")
          .isEqualTo(FaultRun.times(4, 50));
    }
    Await.until(
        "nothing to be in flight but the storm",
        Duration.ofSeconds(30),
        () -> Metrics.of(scene.imas).sum("imas_ingest_in_flight_bytes"),
        bytes -> bytes < 1 << 20);
    Aftermath.of(scene).isInOrder(storm);
  }
}
