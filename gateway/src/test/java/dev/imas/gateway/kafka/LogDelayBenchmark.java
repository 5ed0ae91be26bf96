package dev.imas.gateway.kafka;

import dev.imas.gateway.TestGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long alerts of a quiet tenant wait in the partition that another tenant's storm fills: read
 * in the order of the partition, and with the storm read apart. An open loop of {@code SECONDS}, at
 * fixed rates, whatever becomes of it. Prints the time from receipt to commit.
 */
public final class LogDelayBenchmark {

  private static final int SECONDS = 20;

  /** Added to each commit, so that less is read than comes, as with a PostgreSQL at its limit. */
  private static final double SLOWER_BY_SECONDS = 0.1;

  private static final int STORM_EACH_MILLI = 8;
  private static final int QUIET_EACH_MILLIS = 50;
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private LogDelayBenchmark() {}

  public static void main(String[] args) {
    KafkaProcess kafka = KafkaProcess.shared();
    for (String after : List.of("0s", "2s", "0s", "2s")) {
      System.out.println(measured(kafka, after));
    }
    kafka.kill();
  }

  private static String measured(KafkaProcess kafka, String after) {
    LogScene scene = new LogScene(kafka, 1, Map.of());
    try (TestGateway gateway = TestGateway.start()) {
      LogScene.slowCommits(gateway, SLOWER_BY_SECONDS);
      UUID storming = gateway.addTenant("storming");
      UUID loud = gateway.addSource(storming, "loud", "CUSTOM").id();
      UUID quiet = gateway.addSource(gateway.tenant(), "quiet", "CUSTOM").id();
      try (TestGateway reads =
          gateway.startAnother(scene.settings("gateway.log.apart-after", after))) {
        long posted = post(kafka, scene, gateway, storming, loud, quiet);
        Instant end = Instant.now().plus(LONGEST);
        while ((scene.next(gateway) < posted || !scene.apart(gateway).isEmpty())
            && Instant.now().isBefore(end)) {
          tick(gateway);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return "apart-after=%s: quiet %s; storm %s; gone %.0f"
            .formatted(
                after,
                waits(gateway, "Quiet"),
                waits(gateway, "Storm"),
                reads.metric("imas_kafka_records_gone_total"));
      }
    }
  }

  private static long post(
      KafkaProcess kafka,
      LogScene scene,
      TestGateway gateway,
      UUID storming,
      UUID loud,
      UUID quiet) {
    Map<String, String> ofStorm = new HashMap<>(LogScene.headers(gateway, storming, loud, "1"));
    Map<String, String> ofQuiet =
        new HashMap<>(LogScene.headers(gateway, gateway.tenant(), quiet, "1"));
    long begun = System.nanoTime();
    long posted = 0;
    for (int milli = 0; milli < SECONDS * 1_000; milli++) {
      LockSupport.parkNanos(begun + TimeUnit.MILLISECONDS.toNanos(milli) - System.nanoTime());
      tick(gateway);
      String now = Long.toString(gateway.clock().millis() * 1_000);
      ofStorm.put("imas-received", now);
      ofQuiet.put("imas-received", now);
      for (int i = 0; i < STORM_EACH_MILLI; i++) {
        kafka.sendAs(scene.topic(), ofStorm, "{\"name\":\"Storm " + posted++ + "\"}");
      }
      if (milli % QUIET_EACH_MILLIS == 0) {
        kafka.sendAs(scene.topic(), ofQuiet, "{\"name\":\"Quiet " + posted++ + "\"}");
      }
    }
    return posted;
  }

  /** The gateways' clock is the present. */
  private static void tick(TestGateway gateway) {
    gateway.clock().move(Duration.between(gateway.clock().instant(), Instant.now()));
  }

  private static List<String> waits(TestGateway gateway, String name) {
    return gateway
        .database()
        .query(
            """
            SELECT format('n=%%s p50=%%s p99=%%s max=%%s s', count(*), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY w)::numeric, 2),
                          round(percentile_cont(0.99) WITHIN GROUP (ORDER BY w)::numeric, 2), round(max(w)::numeric, 2))
              FROM (SELECT extract(epoch FROM opened_at - first_seen) AS w FROM alert_state WHERE name LIKE '%s %%') AS waits\
            """
                .formatted(name));
  }
}
