package dev.imas.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.fixtures.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RerunsTest {

  private static final TenantId LOUD = new TenantId(new UUID(1, 1));
  private static final TenantId OTHER = new TenantId(new UUID(1, 2));
  private static final TenantId THIRD = new TenantId(new UUID(1, 3));

  private final Vertx vertx = Vertx.vertx();
  private final Reruns reruns = new Reruns(vertx, new SimpleMeterRegistry());
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  /** Of the long texts, those that are read and not released yet. */
  private final AtomicInteger held = new AtomicInteger();

  private final AtomicInteger mostHeld = new AtomicInteger();
  private final AtomicInteger computing = new AtomicInteger();

  @AfterEach
  void close() {
    mayEnd.countDown();
    Await.result(reruns.close());
    Await.result(vertx.close());
  }

  private Future<String> runLong(TenantId tenant) {
    return reruns.run(
        tenant,
        () -> {
          mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
          return Future.succeededFuture("facts");
        },
        facts -> {
          computing.incrementAndGet();
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          computing.decrementAndGet();
          held.decrementAndGet();
          return facts;
        });
  }

  @Test
  void tenantComputesOneAtATimeAndAnotherIsAnsweredMeanwhile() {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(runLong(LOUD));
    }
    Await.until("the first to be computed", computing::get, n -> n == 1);

    for (int i = 0; i < 5; i++) {
      String thread =
          Await.result(
              reruns.run(
                  OTHER,
                  () -> Future.succeededFuture("facts"),
                  facts -> Thread.currentThread().getName()));
      assertThat(thread).startsWith("imas-explain");
    }
    assertThat(asked).noneMatch(Future::isComplete);
    assertThat(held).hasValue(1);

    mayEnd.countDown();
    assertThat(asked.stream().map(Await::result)).hasSize(20).containsOnly("facts");
    assertThat(mostHeld).hasValue(1);
  }

  @Test
  void noMoreThanTwoAreReadAndComputedInAll() {
    List<Future<String>> asked = List.of(runLong(LOUD), runLong(OTHER), runLong(THIRD));
    Await.until("two to be computed", computing::get, n -> n == Reruns.AT_ONCE);
    assertThat(held).hasValue(Reruns.AT_ONCE);

    mayEnd.countDown();
    asked.forEach(Await::result);
    assertThat(mostHeld).hasValue(Reruns.AT_ONCE);
  }

  @Test
  void whoFindsNoRoomToWaitIsToldSo() {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      asked.add(runLong(LOUD));
    }

    List<Future<String>> refused = asked.stream().filter(Future::failed).toList();

    assertThat(refused).hasSize(64 - 1 - 32);
    assertThat(refused)
        .allSatisfy(
            one ->
                assertThat(one.cause())
                    .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE)));
  }

  @Test
  void whatFailsGivesItsRoomBack() {
    Future<String> unread =
        reruns.run(LOUD, () -> Future.failedFuture(Fault.notFound("no alert")), facts -> "never");
    assertThatThrownBy(() -> Await.result(unread)).hasMessage("no alert");
    Future<String> broken =
        reruns.run(
            LOUD,
            () -> Future.succeededFuture("facts"),
            facts -> {
              throw new IllegalStateException("a stored rule set cannot be read");
            });
    assertThatThrownBy(() -> Await.result(broken)).hasMessageContaining("cannot be read");

    mayEnd.countDown();
    assertThat(Await.result(runLong(LOUD))).isEqualTo("facts");
  }
}
