package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.ImasProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process of IMAS ends in the middle of a storm: killed, or stopped. */
final class KilledIT {

  private final FaultScene scene = FaultScene.embedded(Map.of());

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void killedAtRandomMomentsItLosesNothingAndDoublesNothing() {
    Random random = FaultRun.random("kill -9 of IMAS");
    Storm storm = scene.storm(Storm.Shape.named("Killed"), random);
    int kills = FaultRun.times(3, 200);
    for (int kill = 1; kill <= kills; kill++) {
      storm.awaitMore(1).rage(Duration.ofMillis(200 + random.nextInt(1_800)));

      scene.imas.kill();
      long acknowledged = scene.acknowledged();
      scene.imas.start();

      assertThat(scene.imas.output())
          .as("log of the start after kill %s", kill)
          .contains("A killed IMAS left its PostgreSQL running; stopping it");
      Aftermath.countsHold(scene, acknowledged);
    }
    assertThat(Metrics.of(scene.imas).sum("process_uptime_seconds")).isLessThan(60);

    Aftermath.of(scene).isInOrder(storm);
  }

  @Test
  void toldToStopItAnswersWhatItRead() {
    Storm storm = scene.storm("ToldToStop").awaitMore(1_000);

    assertThat(scene.imas.stop()).isIn(0, 143);
    String said = scene.imas.output();
    Map<Integer, ?> answered = Map.copyOf(storm.answers());
    Set<String> refusals = Set.copyOf(storm.refusals());
    long counted = storm.acknowledged();
    scene.imas.start();

    assertThat(said).contains("Stopping", "PostgreSQL stopped", "Stopped");
    // A connection made while the others are closed is told why it is too late.
    assertThat(answered.keySet()).isSubsetOf(202, 503, ImasProcess.NO_ANSWER);
    // A slow machine may shed load before.
    assertThat(refusals)
        .allMatch(
            refusal ->
                refusal.contains("the gateway is stopping")
                    || refusal.contains("alerts arrive faster than the database stores them"));
    assertThat(scene.sql.number("SELECT sum(accepted) FROM ledger"))
        .as("nothing is counted that was not acknowledged")
        .isGreaterThanOrEqualTo(counted);
    Aftermath.of(scene).isInOrder(storm);
    assertThat(scene.sql.number("SELECT sum(accepted) FROM ledger"))
        .isEqualTo(scene.acknowledged());
  }
}
