package dev.imas.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.http.RateBuckets;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * TEN-04, IAM-14: processes share rates through Redis, and a Redis that is dead or slow is never
 * felt (trap 74).
 */
@ExtendWith(VertxExtension.class)
class SharedLimitsIT {

  /** Much less than a request takes that waits for Redis, which is given up after a second. */
  private static final long FELT = Duration.ofMillis(300).toNanos();

  @TempDir private Path folder;
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start(folder);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private static boolean isShared(MeterRegistry meters) {
    return meters.get("imas.limits.shared").gauge().value() == 1;
  }

  private static double fallbacks(MeterRegistry meters) {
    return meters.get("imas.limits.fallbacks").counter().count();
  }

  private static long answers(MeterRegistry meters) {
    return meters.get("imas.limits.answers").timer().count();
  }

  private static void await(String what, BooleanSupplier is) {
    Await.until(what, is::getAsBoolean, yes -> yes);
  }

  @Test
  void twoProcessesShareTheRateOfAToken() {
    Map<String, String> settings =
        Map.of("IMAS_REDIS_URL", redis.url(), "IMAS_CORE_CALLER_RATE", "1");
    try (RunningCore core = RunningCore.start(settings)) {
      int other = core.startAnother();
      await("Redis", () -> isShared(core.meters));
      for (int i = 0; i < 10; i++) {
        assertThat(ask(core, core.port())).isEqualTo(200);
      }
      assertThat(ask(core, core.port())).isEqualTo(429);

      // What the other process lets through before it has heard of them.
      assertThat(until429(core, () -> ask(core, other))).isLessThan(5);
    }
  }

  @Test
  void logInsOfAnAddressAreSharedToo() {
    Map<String, String> settings =
        Map.of(
            "IMAS_REDIS_URL", redis.url(),
            "IMAS_CORE_LOGIN_RATE", "5",
            "IMAS_CORE_PASSWORD_MEMORY", "1MiB");
    try (RunningCore core = RunningCore.start(settings)) {
      int other = core.startAnother();
      await("Redis", () -> isShared(core.meters));
      for (int i = 0; i < 5; i++) {
        assertThat(guess(core, core.port())).isEqualTo(401);
      }

      // As above; and one is free again each twelve seconds, which a slow machine may take.
      assertThat(until429(core, () -> guess(core, other))).isLessThan(5);
    }
  }

  /** How many are let through, each told to Redis before the next one is sent. */
  private static int until429(RunningCore core, IntSupplier request) {
    for (int i = 0; i < 20; i++) {
      long before = answers(core.meters);
      if (request.getAsInt() == 429) {
        return i;
      }
      await("Redis to have heard of it", () -> answers(core.meters) > before);
    }
    return 20;
  }

  @Test
  void keysEndByThemselves(Vertx vertx) {
    MeterRegistry meters = new SimpleMeterRegistry();
    RateBuckets buckets = new RateBuckets(System::nanoTime, 100);
    share(vertx, buckets, meters);
    buckets.take("somebody", 100, 1_000);
    await("an answer", () -> answers(meters) >= 2);

    String ends = redis.ask(List.of("PTTL", "{imas-limits}:test:somebody"));

    assertThat(Long.parseLong(ends.substring(1, ends.indexOf('\r')))).isBetween(1_000L, 21_000L);
  }

  @Test
  void redisThatIsPausedKilledOrStartedAgainIsNeverFelt() {
    // What is asked without a pause stays within its rate on every machine.
    Map<String, String> settings =
        Map.of("IMAS_REDIS_URL", redis.url(), "IMAS_CORE_CALLER_RATE", "1000000");
    try (RunningCore core = RunningCore.start(settings)) {
      await("Redis", () -> isShared(core.meters));
      ask(core, core.port());
      long usual = median(load(core, () -> answers(core.meters) >= 5));

      redis.pause();
      List<Long> paused = load(core, () -> fallbacks(core.meters) >= 2);
      redis.goOn();
      load(core, () -> isShared(core.meters));
      double before = fallbacks(core.meters);
      redis.kill();
      List<Long> dead = load(core, () -> fallbacks(core.meters) >= before + 2);
      redis.start();
      load(core, () -> isShared(core.meters));

      System.out.printf(
          "median of a request: %d us; paused %d us; dead %d us%n",
          usual / 1_000, median(paused) / 1_000, median(dead) / 1_000);
      assertThat(median(paused)).isLessThan(usual + FELT);
      assertThat(median(dead)).isLessThan(usual + FELT);
      // Those that were given up are closed.
      String clients = redis.ask(List.of("CLIENT", "LIST"));
      assertThat(clients.lines().filter(line -> line.startsWith("id=")))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  /** While nobody answers, nothing is kept for later but one number for each caller. */
  @Test
  void redisThatIsPausedTakesNoMemory(Vertx vertx) {
    MeterRegistry meters = new SimpleMeterRegistry();
    RateBuckets buckets = new RateBuckets(System::nanoTime, 10_000);
    share(vertx, buckets, meters);
    takeOfMany(buckets);
    long before = used();
    redis.pause();

    for (int i = 0; fallbacks(meters) < 2; i++) {
      assertThat(i).isLessThan(100_000);
      takeOfMany(buckets);
    }

    long more = used() - before;
    System.out.printf("%d KiB more in use while Redis was paused%n", more / 1_024);
    assertThat(more).isLessThan(32 << 20);
  }

  private static void takeOfMany(RateBuckets buckets) {
    for (int i = 0; i < 12_000; i++) {
      buckets.take("caller " + i, 100, 1_000);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void share(Vertx vertx, RateBuckets buckets, MeterRegistry meters) {
    Await.result(
        vertx.deployVerticle(
            new SharedLimits(redis.url(), Map.of("test", buckets), System::nanoTime, meters)));
    await("Redis", () -> isShared(meters));
  }

  /** Requests one after the other, each answered, until it is so; their times. */
  private static List<Long> load(RunningCore core, BooleanSupplier until) {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      long begun = System.nanoTime();
      assertThat(ask(core, core.port())).isEqualTo(200);
      nanos.add(System.nanoTime() - begun);
    }
    return nanos;
  }

  private static long median(List<Long> nanos) {
    assertThat(nanos).isNotEmpty();
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2);
  }

  private static int ask(RunningCore core, int port) {
    return core.sendTo(port, core.token, "GET", "/api/v1/me", null).status();
  }

  private static int guess(RunningCore core, int port) {
    String body = "{\"username\":\"nobody\",\"password\":\"wrong\"}";
    return core.sendTo(port, null, "POST", "/api/v1/auth/login", body).status();
  }
}
