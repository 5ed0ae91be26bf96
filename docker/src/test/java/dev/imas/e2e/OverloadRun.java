package dev.imas.e2e;

import dev.imas.e2e.ClosedLoop.Times;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The overload run of docs/benchmarks/overload.md, started by hand: {@code mvn -q -Poverload
 * -Doverload.seconds=300}. Writes its results into that page and exits with 1 where a promise was
 * not kept.
 */
final class OverloadRun {

  private static final int ALERTS_PER_POST = 10;
  private static final int FINGERPRINTS = 10_000;
  private static final int STORMING = 256;

  /** How many times the highest throughput is offered. */
  private static final int TIMES = 10;

  private static final Pattern PAGE = Pattern.compile("Page-(\\d+)");

  private final OverloadScene scene;
  private final OverloadReport report;
  private final Map<Integer, Long> pagesAsked = new LinkedHashMap<>();
  private final AtomicInteger pages = new AtomicInteger();

  private OverloadRun(OverloadScene scene, OverloadReport report) {
    this.scene = scene;
    this.report = report;
  }

  public static void main(String[] args) throws IOException {
    int seconds = Integer.parseInt(args[0]);
    OverloadReport report = new OverloadReport(seconds);
    try (OverloadScene scene = new OverloadScene()) {
      new OverloadRun(scene, report).run(Duration.ofSeconds(seconds));
    }
    boolean kept = report.write(Path.of(args[1]));
    System.exit(kept ? 0 : 1);
  }

  private void run(Duration length) {
    phase("warm-up", 64, 0, Duration.ofSeconds(15), OverloadRun::storm, false);
    double best = 0;
    for (int connections : new int[] {8, 32, 64}) {
      double rate =
          phase("best", connections, 0, Duration.ofSeconds(10), OverloadRun::storm, false);
      best = Math.max(best, rate);
    }
    report.best(best, best * ALERTS_PER_POST);
    long pauseMs = Math.round(1_000 * STORMING / (TIMES * best));
    double stormed = phase("storm", STORMING, pauseMs, length, OverloadRun::storm, true);
    report.fact("2xx of the storm ÷ best", "%.2f".formatted(stormed / best), stormed / best >= 0.8);
    backToNormal("storm");
    Buffer large =
        Buffer.buffer(
            "[{\"name\":\"Large\",\"severity\":\"low\",\"description\":\""
                + "x".repeat(10_000_000)
                + "\"}]");
    phase("10 MB", 16, 0, length.dividedBy(5), () -> large, true);
    backToNormal("10 MB");
    int ledger = scene.imas.command("ledger", "verify");
    report.fact("`imas ledger verify`", "exit " + ledger, ledger == 0);
  }

  /** 95 % repeats, 5 % changes of state, all mild, of ten thousand alerts. */
  private static Buffer storm() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Buffer body = Buffer.buffer(2_000).appendString("[");
    for (int i = 0; i < ALERTS_PER_POST; i++) {
      body.appendString(i == 0 ? "" : ",")
          .appendString("{\"name\":\"Storm\",\"severity\":\"low\",\"labels\":{\"instance\":\"i")
          .appendString(Integer.toString(random.nextInt(FINGERPRINTS)))
          .appendString("\"},\"status\":\"")
          .appendString(random.nextInt(1_000) < 25 ? "resolved" : "firing")
          .appendString("\",\"description\":\"value ")
          .appendString(Integer.toString(random.nextInt()))
          .appendString("\"}");
    }
    return body.appendString("]");
  }

  /** 2xx answers a second. */
  private double phase(
      String name,
      int connections,
      long pauseMs,
      Duration length,
      Supplier<Buffer> bodies,
      boolean overload) {
    System.out.printf("%s: %d connections, %s%n", name, connections, length);
    List<ClosedLoop> quiet = new ArrayList<>();
    ClosedLoop severe = null;
    if (overload) {
      for (int i = 0; i < OverloadScene.QUIET_TENANTS; i++) {
        quiet.add(start(OverloadScene.quietKey(i), 1, 100, OverloadRun::modest));
      }
      severe = start(ImasProcess.SOURCE_KEY, 1, 500, this::page);
    }
    ClosedLoop storm = start(ImasProcess.SOURCE_KEY, connections, pauseMs, bodies);
    long begun = System.nanoTime();
    OverloadReport.Resources used = sample(begun + length.toNanos());
    Await.result(storm.stop());
    double seconds = (System.nanoTime() - begun) / 1e9;
    double rate = storm.count(202) / seconds;
    for (ClosedLoop loop : quiet) {
      Await.result(loop.stop());
    }
    if (severe != null) {
      Await.result(severe.stop());
      tell(name, seconds, storm, quiet, severe, used);
    }
    return rate;
  }

  private ClosedLoop start(String key, int connections, long pauseMs, Supplier<Buffer> bodies) {
    return ClosedLoop.start(
        scene.vertx, scene.imas.gatewayPort(), key, connections, pauseMs, bodies);
  }

  private static Buffer modest() {
    int one = ThreadLocalRandom.current().nextInt(50);
    return Buffer.buffer("{\"name\":\"Modest " + one + "\",\"severity\":\"low\"}");
  }

  private Buffer page() {
    int number = pages.incrementAndGet();
    synchronized (pagesAsked) {
      pagesAsked.put(number, System.nanoTime());
    }
    return Buffer.buffer("{\"name\":\"Page-" + number + "\",\"severity\":\"critical\"}");
  }

  private OverloadReport.Resources sample(long until) {
    OverloadReport.Resources used = new OverloadReport.Resources();
    while (System.nanoTime() < until) {
      long next = Math.min(until, System.nanoTime() + Duration.ofSeconds(2).toNanos());
      Await.until("the next sample", Duration.ofSeconds(30), System::nanoTime, now -> now >= next);
      used.add(
          scene.metric("jvm_memory_used_bytes{area=\"heap\""),
          scene.metric("process_files_open_files"),
          scene.metric("imas_ingest_in_flight_bytes"),
          scene.metric("imas_ingest_backlog"));
    }
    return used;
  }

  private void tell(
      String name,
      double seconds,
      ClosedLoop storm,
      List<ClosedLoop> quiet,
      ClosedLoop severe,
      OverloadReport.Resources used) {
    Times refused = storm.answers().getOrDefault(503, new Times());
    report.phase(name, seconds, storm.posts(), storm.answers(), used);
    report.fact(
        name + ": the rest is 503 within 1 s",
        "p50 %.0f, p99 %.0f, longest %.0f ms"
            .formatted(refused.quantile(0.5), refused.quantile(0.99), refused.quantile(1)),
        refused.quantile(0.999) < 1_000
            && storm.answers().keySet().stream().allMatch(code -> code == 202 || code == 503));
    int posts = quiet.stream().mapToInt(ClosedLoop::posts).sum();
    int taken = quiet.stream().mapToInt(loop -> loop.count(202)).sum();
    double slowest =
        quiet.stream()
            .mapToDouble(loop -> loop.answers().getOrDefault(202, new Times()).quantile(0.99))
            .max()
            .orElse(0);
    report.fact(
        name + ": nine quiet tenants lose nothing",
        "%,d of %,d posts taken, p99 of the slowest tenant %.0f ms%s"
            .formatted(
                taken, posts, slowest, taken == posts ? "" : "; refused: " + scene.refusals()),
        taken == posts);
    report.fact(
        name + ": the storming tenant's SEV1 pass",
        "%,d of %,d, p99 %.0f ms"
            .formatted(
                severe.count(202),
                severe.posts(),
                severe.answers().getOrDefault(202, new Times()).quantile(0.99)),
        severe.count(202) == severe.posts());
    pagesOf(name, severe.count(202));
  }

  /**
   * The time from a SEV1's post to its page at the receiver.
   *
   * @param taken how many of the posts were accepted
   */
  private void pagesOf(String phase, int taken) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Map<Integer, Long> arrived =
        Await.until(
            "the pages",
            Duration.ofSeconds(60),
            this::arrived,
            p -> p.size() >= taken || System.nanoTime() > giveUpAt);
    double[] millis;
    synchronized (pagesAsked) {
      millis =
          pagesAsked.entrySet().stream()
              .filter(e -> arrived.containsKey(e.getKey()))
              .mapToDouble(e -> (arrived.getOrDefault(e.getKey(), 0L) - e.getValue()) / 1e6)
              .sorted()
              .toArray();
      pagesAsked.clear();
    }
    double p50 = millis.length == 0 ? 0 : millis[millis.length / 2];
    double p99 =
        millis.length == 0 ? 0 : millis[(int) Math.min(millis.length - 1, 0.99 * millis.length)];
    report.fact(
        phase + ": SEV1 to page received",
        "%,d pages of %,d, p50 %.0f, p99 %.0f ms".formatted(millis.length, taken, p50, p99),
        millis.length >= taken && p99 < 250);
  }

  private Map<Integer, Long> arrived() {
    Map<Integer, Long> first = new LinkedHashMap<>();
    for (FakeReceiver.Received page : scene.receiver.requests()) {
      Matcher number = PAGE.matcher(page.body());
      if (number.find()) {
        first.putIfAbsent(Integer.parseInt(number.group(1)), page.nanoTime());
      }
    }
    synchronized (pagesAsked) {
      first.keySet().retainAll(pagesAsked.keySet());
    }
    return first;
  }

  /**
   * Whether twenty mild posts in a row are accepted, nothing is in flight and core is not behind.
   */
  private void backToNormal(String after) {
    long begun = System.nanoTime();
    long giveUpAt = begun + Duration.ofSeconds(60).toNanos();
    int[] row = {0};
    boolean normal =
        Await.until(
            "an end",
            Duration.ofSeconds(120),
            () -> {
              boolean taken =
                  scene.imas.post("/api/v1/webhooks/custom/", storm().toString()) == 202;
              row[0] = taken ? row[0] + 1 : 0;
              return row[0] >= 20
                  && scene.metric("imas_ingest_in_flight_bytes") == 0
                  && scene.metric("imas_ingest_backlog") < 1_000;
            },
            done -> done || System.nanoTime() > giveUpAt);
    double seconds = (System.nanoTime() - begun) / 1e9;
    report.fact(
        after + ": normal again",
        (normal ? "after %.1f s" : "not after %.0f s").formatted(seconds),
        normal && seconds < 10);
  }
}
