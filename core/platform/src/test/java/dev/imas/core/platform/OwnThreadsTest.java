package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page waits for has threads that no request can take. */
class OwnThreadsTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean isBusy = new AtomicBoolean(true);
  private final List<Thread> busy = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    isBusy.set(false);
    for (Thread one : busy) {
      one.join();
    }
    Await.result(vertx.close());
  }

  /** Takes the carriers of all virtual threads, as requests do that compute there. */
  private void takeAllCarriers() {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      busy.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (isBusy.get()) {
                      Thread.onSpinWait();
                    }
                  }));
    }
  }

  private static final class Asking extends VerticleBase {

    private final List<String> done = new ArrayList<>();
    private final Promise<List<String>> ended = Promise.promise();
    private boolean isStopped;

    @Override
    public Future<?> start() {
      vertx
          .eventBus()
          .<String>localConsumer(
              "test",
              asked -> {
                String name = Thread.currentThread().getName();
                done.add(
                    vertx.executeBlocking(() -> "answered " + asked.body()).await()
                        + (name.startsWith("imas-test-") ? "" : " on " + name));
                if (done.size() == 2) {
                  ended.complete(List.copyOf(done));
                }
              });
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      isStopped = true;
      return Future.succeededFuture();
    }
  }

  @Test
  void itAwaitsWhileAllVirtualThreadsAreBusyAndStops() {
    Asking asking = new Asking();
    String id = Await.result(vertx.deployVerticle(new OwnThreads("test", asking)));
    takeAllCarriers();
    vertx.eventBus().publish("test", "one");
    vertx.eventBus().publish("test", "two");
    assertThat(Await.result(asking.ended.future()))
        .containsExactlyInAnyOrder("answered one", "answered two");
    Await.result(vertx.undeploy(id));
    assertThat(asking.isStopped).isTrue();
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("imas-test-") && thread.isAlive())
                .filter(thread -> thread.getState() == Thread.State.RUNNABLE))
        .isEmpty();
  }
}
