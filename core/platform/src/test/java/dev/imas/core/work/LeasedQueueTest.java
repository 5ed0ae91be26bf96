package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
final class LeasedQueueTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PassObserver NOBODY =
      PassObserver.quiet(LoggerFactory.getLogger(LeasedQueueTest.class), "failed");

  private final Queue<Integer> due = new ConcurrentLinkedQueue<>();
  private final Queue<Promise<Void>> underWay = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> rooms = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> released = new ConcurrentLinkedQueue<>();

  /** Held back by a test that wants something to happen while a claim is asked for. */
  private Future<Void> gate = Future.succeededFuture();

  private final class Numbers implements LeasedQueue.Work<Integer> {

    @Override
    public Future<List<Integer>> claim(int room) {
      rooms.add(room);
      return gate.map(
          open -> {
            List<Integer> claimed = new ArrayList<>();
            while (claimed.size() < room && !due.isEmpty()) {
              claimed.add(due.remove());
            }
            return claimed;
          });
    }

    @Override
    public Future<Void> run(Integer claimed) {
      if (claimed < 0) {
        throw new IllegalArgumentException("not worked on");
      }
      Promise<Void> ends = Promise.promise();
      underWay.add(ends);
      return ends.future();
    }

    @Override
    public Future<Void> release(Integer claimed) {
      released.add(claimed);
      return Future.succeededFuture();
    }
  }

  private LeasedQueue<Integer> started(Vertx vertx) {
    LeasedQueue<Integer> queue = new LeasedQueue<>(Poll.every(NEVER), 2, NOBODY, new Numbers());
    queue.start(vertx.getOrCreateContext());
    return queue;
  }

  @Test
  void asManyRunAsThereIsRoomForAndEachThatEndsMakesRoom(Vertx vertx) {
    due.addAll(List.of(1, 2, 3));
    started(vertx);
    Await.until("two", underWay::size, n -> n == 2);
    assertThat(due).containsExactly(3);

    underWay.remove().complete();
    Await.until("the third", due::size, n -> n == 0);
    underWay.remove().fail("whatever became of it");
    Await.until("room for one beside it", rooms::size, n -> n >= 3);

    assertThat(rooms).containsSubsequence(2, 1).allMatch(room -> room >= 1);
    assertThat(underWay).hasSize(1);
  }

  @Test
  void whatThrowsMakesRoomToo(Vertx vertx) {
    due.addAll(List.of(-1, -2, -3, 4));
    started(vertx);

    Await.until("the last", underWay::size, n -> n == 1);
    assertThat(due).isEmpty();
  }

  @Test
  void aStopWaitsForWhatIsUnderWay(Vertx vertx) {
    due.add(1);
    LeasedQueue<Integer> queue = started(vertx);
    Await.until("one", underWay::size, n -> n == 1);

    Future<Void> stopped = queue.stop(LONG);
    assertThat(stopped.isComplete()).isFalse();
    underWay.remove().complete();

    Await.result(stopped);
  }

  @Test
  void aStopWaitsNoLongerThanItSays(Vertx vertx) {
    due.add(1);
    LeasedQueue<Integer> queue = started(vertx);
    Await.until("one", underWay::size, n -> n == 1);

    Await.result(queue.stop(Duration.ofMillis(1)));

    assertThat(underWay).hasSize(1);
  }

  @Test
  void whatIsClaimedDuringAStopIsGivenBack(Vertx vertx) {
    Promise<Void> opened = Promise.promise();
    gate = opened.future();
    due.addAll(List.of(1, 2));
    LeasedQueue<Integer> queue = started(vertx);
    Await.until("a claim", rooms::size, n -> n == 1);

    Future<Void> stopped = queue.stop(LONG);
    opened.complete();

    Await.result(stopped);
    assertThat(released).containsExactly(1, 2);
    assertThat(underWay).isEmpty();
  }

  @Test
  void workThatWaitsOnVirtualThreadsDoesSoBesideTheOthers(Vertx vertx) {
    due.addAll(List.of(1, 2, 3));
    LeasedQueue<Integer> queue =
        new LeasedQueue<>(Poll.every(NEVER), 2, NOBODY, new AwaitedNumbers());
    Await.result(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                queue.start(context);
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));

    Await.until("two wait", underWay::size, n -> n == 2);
    underWay.remove().complete();
    Await.until("the third", due::size, n -> n == 0);
  }

  private final class AwaitedNumbers implements LeasedQueue.Work<Integer> {

    private final Numbers numbers = new Numbers();

    @Override
    public Future<List<Integer>> claim(int room) {
      return numbers.claim(room);
    }

    @Override
    public Future<Void> run(Integer claimed) {
      numbers.run(claimed).await();
      return Future.succeededFuture();
    }
  }
}
