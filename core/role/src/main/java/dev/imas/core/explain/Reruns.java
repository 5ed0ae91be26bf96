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
 * Rule sets that are run again. Reading and compiling a large one takes a processor for a while and
 * tens of megabytes, so few run at once, on threads that nothing else needs. Shared by the event
 * loops; any thread.
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
   * Reads when there is room, which is free again only when the computation has ended: what was
   * read is held until then.
   *
   * @param computation on a thread that it may block
   * @return failed with a {@link Fault} of kind UNAVAILABLE when there is no room in time
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
