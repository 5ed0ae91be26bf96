package dev.imas.e2e.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Six processes that share an event bus, two of each role. A member is killed, paused or cut off in
 * the middle of a storm. This is in the long run only, since six processes take time to start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterFaultsIT {

  private @Nullable Cluster started;

  @BeforeAll
  void start() {
    assumeTrue(FaultRun.isLong(), "six processes: only in the long run");
    started = new Cluster(2).awaitAll();
  }

  @AfterEach
  void abandonStorms() {
    if (started != null) {
      started.scene.abandonStorms();
    }
  }

  @AfterAll
  void close() {
    if (started != null) {
      started.close();
    }
  }

  private Cluster cluster() {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  private Storm storm(String name) {
    ImasProcess gateway = cluster().process("gateway-0");
    return cluster().scene.storm(Storm.Shape.named(name), FaultRun.random(name), gateway.gateway());
  }

  /** Each role in turn, except the gateway that is posted to. */
  @Test
  void aMemberIsKilledAndStartsAgain() {
    Random random = FaultRun.random("kill -9 of a member");
    Storm storm = storm("MemberKilled");
    for (String name : List.of("core-1", "notifier-1", "gateway-1", "notifier-0")) {
      ImasProcess member = cluster().process(name);
      storm.awaitMore(300).rage(Duration.ofMillis(random.nextInt(2_000)));

      member.kill();
      storm.awaitMore(300).rage(Duration.ofSeconds(5));
      member.start();

      cluster().awaitAll();
    }
    Aftermath.of(cluster().scene).isInOrder(storm);
  }

  /** Longer than a member may be silent: the others go on without it, and accept it again. */
  @Test
  void aMemberIsPaused() {
    Storm storm = storm("MemberPaused");
    for (String name : List.of("core-1", "notifier-1")) {
      ImasProcess member = cluster().process(name);
      List<ImasProcess> others =
          cluster().processes().stream().filter(process -> process != member).toList();
      storm.awaitMore(300);

      PostgresProcesses.signal("STOP", List.of(member.pid()));
      try {
        cluster().awaitMembers(others.size(), others);
        storm.awaitMore(300);
      } finally {
        PostgresProcesses.signal("CONT", List.of(member.pid()));
      }

      cluster().awaitAll();
    }
    Aftermath.of(cluster().scene).isInOrder(storm);
  }

  /** Each is alone, as if no switch between them worked. They recover by themselves. */
  @Test
  void theNetworkBetweenThemIsCut() {
    Storm storm = storm("NetworkCut").awaitMore(300);

    cluster().cut();
    try {
      cluster().awaitMembers(1, cluster().processes());
      storm.awaitMore(300).rage(Duration.ofSeconds(5));
    } finally {
      cluster().mend();
    }
    cluster().awaitAll();
    double before = heard();

    storm.awaitMore(300);

    Await.until(
        "messages from process to process", Duration.ofSeconds(30), this::heard, n -> n > before);
    Aftermath.of(cluster().scene).isInOrder(storm);
  }

  private double heard() {
    return cluster().processes().stream()
        .mapToDouble(
            process -> Metrics.of(process).sum("vertx_eventbus_received_total", "side=\"remote\""))
        .sum();
  }
}
