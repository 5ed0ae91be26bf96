package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time from the first alert of a new SEV1 to its page at a webhook receiver on the loopback. It
 * measures one process, six that share an event bus, and six that do not, in turns, each idle and
 * beside a storm.
 *
 * <p>Arguments: seconds of each part (default 20), rounds (2).
 */
final class ClusterPageBenchmark implements AutoCloseable {

  private static final Pattern PROBE = Pattern.compile("probe-([a-z0-9-]+)");
  private static final int PER_SECOND = 10;

  private final Vertx ground = Vertx.vertx();
  private final ExecutorService posters = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Long> posted = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final HttpServer receiver =
      ground
          .createHttpServer()
          .requestHandler(
              r ->
                  r.bodyHandler(
                      body -> {
                        arrived(body.toString());
                        r.response().end();
                      }));

  private ClusterPageBenchmark() {
    Await.result(receiver.listen(0, "127.0.0.1"));
  }

  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    try (ClusterPageBenchmark benchmark = new ClusterPageBenchmark()) {
      System.out.println("shape         part     pages  missing    p50    p95    p99    max ms");
      for (int round = 0; round < rounds; round++) {
        benchmark.one(seconds);
        try (Cluster cluster = new Cluster(2, true)) {
          benchmark.measure("six, one bus", cluster.awaitAll().scene, gateways(cluster), seconds);
        }
        try (Cluster cluster = new Cluster(2, false)) {
          benchmark.measure("six, no bus", cluster.scene, gateways(cluster), seconds);
        }
      }
    }
  }

  private void one(int seconds) {
    try (ExternalPostgres postgres = new ExternalPostgres(ground);
        FaultScene scene = FaultScene.external(postgres.settings(), postgres.sql())) {
      measure("one process", scene, List.of(scene.imas), seconds);
    }
  }

  private static List<ImasProcess> gateways(Cluster cluster) {
    return List.of(cluster.process("gateway-0"), cluster.process("gateway-1"));
  }

  private void measure(String shape, FaultScene scene, List<ImasProcess> gateways, int seconds) {
    scene.imas.page("probe", "http://127.0.0.1:" + receiver.actualPort() + "/");
    probes("warmup", gateways, 15);
    report(shape, "idle", probes("idle", gateways, seconds));
    Storm storm =
        scene.storm(Storm.Shape.named("Beside"), new Random(1), gateways.getFirst().gateway());
    storm.awaitMore(500);
    report(shape, "storm", probes("storm", gateways, seconds));
    storm.end();
  }

  /** How many pages did not come. */
  private int probes(String name, List<ImasProcess> gateways, int seconds) {
    posted.clear();
    latencies.clear();
    Random pause = new Random(2);
    long begun = System.nanoTime();
    String run = name + "-" + Long.toString(begun, 36);
    for (int i = 0; i < seconds * PER_SECOND; i++) {
      probe(run + "-" + i, gateways.get(i % gateways.size()));
      // At random moments, since polls come at regular ones.
      LockSupport.parkNanos((long) (pause.nextDouble() * 2e9 / PER_SECOND));
    }
    try {
      Await.until("the pages", Duration.ofSeconds(10), posted::size, n -> n == 0);
    } catch (AssertionError late) {
      // It is reported below.
    }
    return posted.size();
  }

  private void probe(String name, ImasProcess gateway) {
    posters.execute(
        () -> {
          posted.put(name, System.nanoTime());
          int status =
              gateway.post(
                  "/api/v1/webhooks/custom/",
                  "{\"alert_name\":\"probe-%s\",\"severity\":\"critical\",\"title\":\"probe-%s\"}"
                      .formatted(name, name));
          if (status / 100 != 2) {
            posted.remove(name);
          }
        });
  }

  private void arrived(String page) {
    Matcher matcher = PROBE.matcher(page);
    if (matcher.find()) {
      Long at = posted.remove(matcher.group(1));
      if (at != null) {
        latencies.add(System.nanoTime() - at);
      }
    }
  }

  private void report(String shape, String part, int missing) {
    List<Long> sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-13s %-6s %7d %8d %6.1f %6.1f %6.1f %9.1f%n",
        shape,
        part,
        sorted.size(),
        missing,
        quantile(sorted, 0.5),
        quantile(sorted, 0.95),
        quantile(sorted, 0.99),
        quantile(sorted, 1));
  }

  private static double quantile(List<Long> sorted, double q) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * q))) / 1e6;
  }

  @Override
  public void close() {
    posters.close();
    Await.result(receiver.close());
    Await.result(ground.close());
  }
}
