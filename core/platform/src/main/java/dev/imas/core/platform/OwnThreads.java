package dev.imas.core.platform;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a verticle on threads of the operating system that nothing else uses. It may await there, as
 * on virtual threads. Those share a carrier for each processor, so what computes on one of them
 * keeps all others waiting; a thread of its own gets its share of the processors whatever others
 * do. For what a page must never wait behind. Deploy it on an event loop.
 */
public final class OwnThreads extends VerticleBase {

  private final String name;
  private final VerticleBase verticle;
  private @Nullable ExecutorService threads;
  private @Nullable ContextInternal own;

  /**
   * @param name of the threads
   * @param verticle awaits in as many places at once as it has threads, so it must bound them
   */
  public OwnThreads(String name, VerticleBase verticle) {
    this.name = name;
    this.verticle = verticle;
  }

  @Override
  public Future<?> start() {
    // Vert.x refuses to await on threads of a worker pool that it makes itself.
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("imas-" + name + "-", 0).factory(),
            // A message that arrives after the stop is nobody's; its sender must not fail.
            new ThreadPoolExecutor.DiscardPolicy());
    threads = executor;
    ContextInternal made =
        ((VertxInternal) vertx)
            .contextBuilder()
            .withThreadingModel(ThreadingModel.WORKER)
            .withWorkerPool(new WorkerPool(executor, null))
            .withCloseFuture(new CloseFuture())
            .build();
    own = made;
    return on(made, () -> verticle.deploy(made));
  }

  @Override
  public Future<?> stop() {
    ContextInternal made = own;
    ExecutorService executor = threads;
    if (made == null || executor == null) {
      return Future.succeededFuture();
    }
    return on(made, () -> verticle.undeploy(made))
        .eventually(made::close)
        .onComplete(closed -> executor.shutdown());
  }

  private interface Step {
    Future<?> run() throws Exception;
  }

  /** Completes on the event loop, so that what closes the threads is on none of them. */
  private Future<Object> on(ContextInternal made, Step step) {
    Promise<Object> done = ((ContextInternal) context).promise();
    made.runOnContext(
        now -> {
          try {
            step.run().onComplete(ended -> complete(done, ended));
          } catch (Exception e) {
            done.fail(e);
          }
        });
    return done.future();
  }

  private static void complete(Promise<Object> done, AsyncResult<?> ended) {
    if (ended.succeeded()) {
      done.complete();
    } else {
      done.fail(ended.cause());
    }
  }
}
