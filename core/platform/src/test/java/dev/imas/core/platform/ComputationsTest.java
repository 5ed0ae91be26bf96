package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.StepBudget;
import dev.imas.core.model.TenantId;
import dev.imas.fixtures.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work on input of users has few threads, a queue and a deadline. */
class ComputationsTest {

  private static final TenantId LOUD = new TenantId(new UUID(1, 1));
  private static final TenantId OTHER = new TenantId(new UUID(1, 2));

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final List<Computations> made = new ArrayList<>();

  @AfterEach
  void close() {
    mayEnd.countDown();
    made.forEach(one -> Await.result(one.close()));
    Await.result(vertx.close());
  }

  private Computations computations(Duration longest) {
    Computations computations = new Computations(vertx, "test", 2, longest, meters);
    made.add(computations);
    return computations;
  }

  private double refused(String reason) {
    return meters.get("imas.computations.refused").tag("reason", reason).counter().count();
  }

  @Test
  void oneTenantHasAHalfOfTheThreadsAndABoundedQueue() {
    Computations computations = computations(Duration.ofMinutes(1));
    List<Future<String>> loud = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      loud.add(
          computations.run(
              LOUD,
              () -> {
                mayEnd.await();
                return "late";
              }));
    }
    assertThat(Await.result(computations.run(OTHER, () -> "at once"))).isEqualTo("at once");
    List<Future<String>> refused = loud.stream().filter(Future::failed).toList();
    assertThat(refused).hasSize(50 - 1 - 32);
    assertThat(refused.getFirst().cause())
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    assertThat(refused("full")).isEqualTo(refused.size());
  }

  /** Whoever waits is answered; the thread counts as taken until the work has seen it. */
  @Test
  void whatTakesTooLongIsAnsweredAndInterrupted() {
    Computations computations = computations(Duration.ofMillis(50));
    CompletableFuture<String> ended = new CompletableFuture<>();
    Future<String> endless =
        computations.run(
            LOUD,
            () -> {
              StepBudget steps = new StepBudget(Long.MAX_VALUE);
              try {
                while (true) {
                  steps.take(1);
                }
              } catch (StepBudget.Exhausted e) {
                ended.complete(String.valueOf(e.getMessage()));
                throw e;
              }
            });
    assertThatThrownBy(() -> Await.result(endless))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
              assertThat(fault.retryAfterSeconds()).isPositive();
            });
    assertThat(Await.result(Future.fromCompletionStage(ended))).isEqualTo("it was interrupted");
    assertThat(refused("deadline")).isEqualTo(1);
    assertThat(Await.result(computations.run(LOUD, Thread::interrupted))).isFalse();
  }

  @Test
  void aFailedReadGivesItsTurnBack() {
    Computations computations = computations(Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      Future<String> unread =
          computations.run(
              LOUD, () -> Future.failedFuture(Fault.notFound("no alert")), facts -> "never");
      assertThatThrownBy(() -> Await.result(unread)).hasMessage("no alert");
    }
    assertThat(Await.result(computations.run(LOUD, () -> "now"))).isEqualTo("now");
  }
}
