package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.ALERTMANAGER;
import static dev.imas.gateway.TestGateway.CUSTOM;
import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One tenant storms beside nine quiet ones. The commit is made the limit: each takes ten
 * milliseconds longer, and twenty rows at most.
 */
class FairSharesIT {

  private static final int HARD = 32 << 20;
  private static final Duration BACK_TO_NORMAL = Duration.ofSeconds(10);

  private static TestGateway gateway;
  private static Map<UUID, String> quiet;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gateway.event-loops", "1",
            "gateway.max-batch", "20",
            "gateway.in-flight.hard", "32MiB",
            "gateway.expected-wait", "100ms",
            "gateway.longest-wait", "4s");
    quiet = gateway.addTenants(9);
    gateway
        .database()
        .execute(
            """
            CREATE FUNCTION a_slow_disk() RETURNS trigger LANGUAGE plpgsql
              AS 'BEGIN PERFORM pg_sleep(0.03); RETURN NULL; END';
            CREATE TRIGGER a_slow_disk BEFORE INSERT ON ledger FOR EACH STATEMENT EXECUTE FUNCTION a_slow_disk()\
            """);
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
    gateway.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /**
   * Senders that post again at once when accepted, and soon after a refusal, so that the commit is
   * the limit and not the processor.
   */
  private static final class StormOf implements AutoCloseable {

    private static final long AFTER_A_REFUSAL = Duration.ofMillis(20).toNanos();

    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> senders = new ArrayList<>();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();

    StormOf(int connections, Supplier<Reply> post) {
      for (int i = 0; i < connections; i++) {
        senders.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (!over.get()) {
                        int status = post.get().status();
                        answers
                            .computeIfAbsent(status, code -> new AtomicInteger())
                            .incrementAndGet();
                        if (status == 503) {
                          LockSupport.parkNanos(AFTER_A_REFUSAL);
                        }
                      }
                    }));
      }
    }

    int count(int status) {
      AtomicInteger count = answers.get(status);
      return count == null ? 0 : count.get();
    }

    StormOf awaitRefusals(int refusals) {
      Await.until("refusals", () -> count(503), refused -> refused >= refusals);
      return this;
    }

    @Override
    public void close() {
      over.set(true);
      for (Thread sender : senders) {
        try {
          sender.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      assertThat(answers.keySet()).isSubsetOf(202, 503);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void everyQuietTenantLosesNothing(int posts) {
    for (int i = 0; i < posts; i++) {
      for (String key : quiet.values()) {
        Reply reply = gateway.post(key, CUSTOM, bytes("{\"name\":\"Quiet " + i % 3 + "\"}"));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
      }
    }
  }

  private static void everythingIsNormalAgain() {
    Await.until(
        "a mild post of who stormed",
        BACK_TO_NORMAL,
        () -> gateway.custom("\"name\":\"After\"").status(),
        status -> status == 202);
    for (int i = 0; i < 20; i++) {
      assertThat(gateway.custom("\"name\":\"After " + i + "\"").status()).isEqualTo(202);
    }
  }

  @Test
  void aStormOfOneTenantCostsTheOthersNothingAndTheSevereOfItsOwnPass() {
    AtomicInteger number = new AtomicInteger();
    double refusedBefore = gateway.metric("imas_ingest_refused_total", "shed_wait");
    try (StormOf storm =
        new StormOf(
            32,
            () ->
                gateway.post(
                    ALERTMANAGER,
                    TestGateway.storm("storm " + number.getAndIncrement() % 50, 40)))) {
      storm.awaitRefusals(20);
      everyQuietTenantLosesNothing(2);
      for (int i = 0; i < 10; i++) {
        assertThat(gateway.custom("\"name\":\"Fire\",\"severity\":\"critical\"").status())
            .isEqualTo(202);
      }
      assertThat(storm.count(202)).isPositive();
    }
    assertThat(gateway.metric("imas_ingest_refused_total", "shed_wait"))
        .isGreaterThan(refusedBefore);
    assertThat(gateway.metric("imas_ingest_shedding", "shed_wait")).isEqualTo(1);
    everythingIsNormalAgain();
  }

  @Test
  void aStormOfTheSevereCostsTheOthersNothing() {
    AtomicInteger number = new AtomicInteger();
    try (StormOf storm =
        new StormOf(
            128,
            () ->
                gateway.post(
                    ALERTMANAGER,
                    TestGateway.storm("severe " + number.getAndIncrement() % 50, 40)
                        .replace("\"instance\"", "\"severity\":\"critical\",\"instance\"")))) {
      storm.awaitRefusals(20);
      everyQuietTenantLosesNothing(2);
    }
    everythingIsNormalAgain();
  }

  @Test
  void bodiesOfTenMegabytesOfOneSourceCostTheOthersNothing() {
    byte[] body =
        bytes("[{\"name\":\"Large\",\"description\":\"" + "x".repeat(10_000_000) + "\"}]");
    AtomicInteger highest = new AtomicInteger();
    try (StormOf storm =
        new StormOf(
            5,
            () -> {
              Reply reply = gateway.post(KEY, CUSTOM, body);
              highest.accumulateAndGet((int) gateway.inFlightBytes(), Math::max);
              return reply;
            })) {
      storm.awaitRefusals(3);
      everyQuietTenantLosesNothing(2);
    }
    assertThat(highest.get()).isLessThanOrEqualTo(HARD);
    everythingIsNormalAgain();
  }
}
