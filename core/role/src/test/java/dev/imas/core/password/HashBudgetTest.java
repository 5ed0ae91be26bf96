package dev.imas.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Fault;
import dev.imas.fixtures.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Log-ins take one processor, wait a second at most, and known devices go first. */
@ExtendWith(VertxExtension.class)
class HashBudgetTest {

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch go = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
  private HashBudget budget;

  @BeforeEach
  void make(Vertx vertx) {
    budget =
        new HashBudget(
            vertx.createSharedWorkerExecutor("passwords-of-test", 1), nanos::get, meters);
  }

  private Future<String> submit(boolean isKnown, String name) {
    return budget.run(
        isKnown,
        () -> {
          go.await();
          order.add(name);
          return name;
        });
  }

  @Test
  void knownDevicesGoBeforeStrangersWhoCameFirst() {
    List<Future<String>> all = new ArrayList<>();
    all.add(submit(false, "running"));
    all.add(submit(false, "stranger"));
    all.add(submit(true, "known"));

    go.countDown();
    all.forEach(Await::result);

    assertThat(order).containsExactly("running", "known", "stranger");
  }

  @Test
  void whatWouldWaitLongerThanASecondIsRefusedAtOnce() {
    // A hash is taken to need 50 ms before one was measured.
    List<Future<String>> taken = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      taken.add(submit(false, "s" + i));
    }

    Future<String> tooMany = submit(false, "too many");

    assertThat(tooMany.failed()).isTrue();
    assertThat(((Fault) tooMany.cause()).kind()).isEqualTo(Fault.Kind.TOO_MANY_REQUESTS);
    assertThat(meters.get("imas.login.refused").tag("reason", "budget").counter().count())
        .isEqualTo(1);
    Future<String> known = submit(true, "known");
    go.countDown();
    assertThat(Await.result(known)).isEqualTo("known");
    taken.forEach(Await::result);
    assertThat(order).doesNotContain("too many");
  }

  @Test
  void slowHashesShortenTheQueue() {
    go.countDown();
    // Ten hashes of half a second each, one after the other.
    for (int i = 0; i < 10; i++) {
      Await.result(
          budget.run(
              false,
              () -> {
                nanos.addAndGet(500_000_000);
                return 0;
              }));
    }
    CountDownLatch hold = new CountDownLatch(1);
    List<Future<Object>> taken = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < 10; i++) {
      Future<Object> one =
          budget.run(
              false,
              () -> {
                hold.await();
                return 0;
              });
      accepted += one.failed() ? 0 : 1;
      taken.add(one);
    }
    hold.countDown();

    assertThat(accepted).isBetween(2, 4);
  }

  @Test
  void oneAtATimeWhateverComes() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    go.countDown();
    List<Future<Object>> all = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      all.add(
          budget.run(
              i % 2 == 0,
              () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return 0;
              }));
    }
    all.forEach(Await::result);

    assertThat(most).hasValue(1);
  }

  @Test
  void failureOfOneIsItsOwn() {
    go.countDown();
    Future<Object> bad =
        budget.run(
            false,
            () -> {
              throw new IllegalStateException("no");
            });
    Future<String> good = submit(false, "good");

    assertThat(Await.result(good)).isEqualTo("good");
    assertThat(Await.result(bad.otherwise(Throwable::getMessage))).isEqualTo("no");
  }
}
