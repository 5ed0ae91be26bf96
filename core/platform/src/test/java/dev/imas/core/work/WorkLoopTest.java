package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
final class WorkLoopTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final PassObserver NOBODY =
      PassObserver.quiet(LoggerFactory.getLogger(WorkLoopTest.class), "failed");

  /** A loop whose passes the test ends itself. */
  private final Queue<Promise<Next>> begun = new ConcurrentLinkedQueue<>();

  private final AtomicInteger count = new AtomicInteger();

  private Future<Next> pass() {
    Promise<Next> ends = Promise.promise();
    begun.add(ends);
    count.incrementAndGet();
    return ends.future();
  }

  private WorkLoop loop(Vertx vertx, Duration poll) {
    WorkLoop loop = new WorkLoop(poll, NOBODY, this::pass);
    loop.start(vertx.getOrCreateContext());
    return loop;
  }

  private void awaitPasses(int passes) {
    Await.until("passes", count::get, n -> n >= passes);
  }

  private void end(Next next) {
    Await.until("a pass", begun::size, n -> n == 1);
    begun.remove().complete(next);
  }

  @Test
  void aThousandHintsDuringAPassMakeOneMore(Vertx vertx) {
    WorkLoop loop = loop(vertx, NEVER);
    awaitPasses(1);
    for (int i = 0; i < 1_000; i++) {
      loop.wake();
    }
    assertThat(count).hasValue(1);

    end(Next.IDLE);
    end(Next.IDLE);

    Await.result(loop.stop(Duration.ofSeconds(10)));
    assertThat(count).hasValue(2);
  }

  @Test
  void whatIsLeftIsDoneWithoutBeingToldAndWithAPauseWhereOneIsAskedFor(Vertx vertx) {
    loop(vertx, NEVER);
    end(Next.MORE);
    end(Next.moreAfter(Duration.ofMillis(2)));
    end(Next.IDLE);

    assertThat(count).hasValue(3);
  }

  @Test
  void aLoopThatRestsBeginsWhenItIsWoken(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    WorkLoop loop = new WorkLoop(NEVER, NOBODY, this::pass);
    loop.startResting(context);
    Promise<Void> after = Promise.promise();
    context.runOnContext(now -> context.runOnContext(later -> after.complete()));
    Await.result(after.future());
    assertThat(count).hasValue(0);

    loop.wake();
    end(Next.IDLE);

    assertThat(count).hasValue(1);
  }

  @Test
  void lostHintCostsAPollAndNoMore(Vertx vertx) {
    loop(vertx, Duration.ofMillis(5));
    end(Next.IDLE);
    end(Next.IDLE);

    awaitPasses(3);
  }

  @Test
  void passThatThrowsIsAFailureLikeAnother(Vertx vertx) {
    WorkerHealth heartbeat = new WorkerHealth("test", NEVER, MovableClock.atPresent());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    WorkLoop loop =
        new WorkLoop(
            Duration.ofMillis(5),
            new Worker(
                meters,
                new Outage(System::nanoTime),
                heartbeat,
                LoggerFactory.getLogger(WorkLoopTest.class),
                "it cannot be done"),
            () -> {
              if (count.incrementAndGet() < 3) {
                throw new IllegalStateException("broken");
              }
              return begun.isEmpty() ? pass() : Future.succeededFuture(Next.IDLE);
            });
    loop.start(vertx.getOrCreateContext());

    awaitPasses(3);
    assertThat(heartbeat.failing())
        .hasValueSatisfying(f -> assertThat(f.reason()).contains("broken"));
    assertThat(meters.timer("imas.worker.passes", "worker", "test", "result", "failed").count())
        .isEqualTo(2);

    end(Next.IDLE);
    Await.until("the heartbeat", heartbeat::failing, f -> f.isEmpty());
    assertThat(meters.timer("imas.worker.passes", "worker", "test", "result", "passed").count())
        .isPositive();
  }

  @Test
  void whoAsksForAPassGetsTheOneUnderWayOrANewOne(Vertx vertx) {
    WorkLoop loop = loop(vertx, NEVER);
    awaitPasses(1);
    Future<Void> underWay = loop.pass();
    begun.remove().fail(VertxException.noStackTrace("away"));
    Await.result(underWay);
    assertThat(count).hasValue(1);

    Future<Void> next = loop.pass();
    end(Next.IDLE);
    Await.result(next);
    assertThat(count).hasValue(2);
  }

  @Test
  void stopWaitsForThePassUnderWayAndLetsNoOtherBegin(Vertx vertx) {
    WorkLoop loop = loop(vertx, NEVER);
    awaitPasses(1);
    Future<Void> asked = loop.pass();
    Future<Void> stopped = loop.stop(Duration.ofMinutes(1));
    loop.wake();
    assertThat(stopped.isComplete()).isFalse();

    end(Next.MORE);

    Await.result(stopped);
    Await.result(asked);
    Await.result(loop.pass());
    assertThat(count).hasValue(1);
  }

  @Test
  void stopEndsWhenItsTimeIsOverWhateverThePassDoes(Vertx vertx) {
    WorkLoop loop = loop(vertx, NEVER);
    awaitPasses(1);

    Await.result(loop.stop(Duration.ofMillis(1)));

    assertThat(begun).hasSize(1);
  }

  @Test
  void stopDuringARestNeedsNotWaitForIt(Vertx vertx) {
    WorkLoop loop = loop(vertx, NEVER);
    end(Next.moreAfter(NEVER));
    Future<Void> asked = loop.pass();

    Await.result(loop.stop(Duration.ofMinutes(1)));

    Await.result(asked);
    assertThat(count).hasValue(1);
  }

  @Test
  void loopThatNeverStartedCanBeWokenAndStopped() {
    WorkLoop loop = new WorkLoop(NEVER, NOBODY, this::pass);

    loop.wake();

    assertThat(loop.pass().succeeded()).isTrue();
    assertThat(loop.stop(NEVER).succeeded()).isTrue();
  }

  @Test
  void onAVirtualThreadAPassMayAwaitWhileHintsArrive(Vertx vertx) {
    AtomicInteger passes = new AtomicInteger();
    Promise<Next> gate = Promise.promise();
    WorkLoop loop =
        new WorkLoop(
            NEVER,
            NOBODY,
            () -> {
              passes.incrementAndGet();
              return Future.succeededFuture(gate.future().await());
            });
    Await.result(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                loop.start(context);
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    Await.until("a pass", passes::get, n -> n == 1);
    loop.wake();

    gate.complete(Next.IDLE);

    Await.until("the hinted pass", passes::get, n -> n == 2);
    Await.result(loop.stop(Duration.ofSeconds(10)));
    assertThat(passes).hasValue(2);
  }
}
