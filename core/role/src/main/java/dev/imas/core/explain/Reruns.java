package dev.imas.core.explain;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Turns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs stored rule sets again. A large one takes tens of megabytes and a processor for a while, so
 * few run at once, on threads of their own. The event loops share one instance. It may be called
 * from any thread.
 */
public final class Reruns {

  static final int AT_ONCE = 2;
  private static final int OF_ONE_TENANT = 1;

  private final WorkerExecutor workers;
  private final Turns turns;

  public Reruns(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("imas-explain", AT_ONCE, 60, TimeUnit.SECONDS);
    this.turns = new Turns(vertx, AT_ONCE, OF_ONE_TENANT);
  }

  /**
   * Reads as soon as its turn comes. The turn ends with the computation, since the data stays in
   * memory until then.
   *
   * @param computation runs on a thread that it may block
   * @return a future that fails with a {@link Fault} of kind UNAVAILABLE if no turn comes in time
   */
  <F, T> Future<T> run(TenantId tenant, Supplier<Future<F>> read, Function<F, T> computation) {
    return turns
        .take(tenant)
        .compose(
            turn ->
                read.get()
                    .compose(
                        facts -> workers.executeBlocking(() -> computation.apply(facts), false))
                    .onComplete(done -> turns.done(tenant)));
  }

  public Future<Void> close() {
    return workers.close();
  }
}
