package dev.imas.core.explain;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs stored rule sets again. A large one takes tens of megabytes and a processor for a while, so
 * few run at once, on threads of their own. The event loops share one instance. It may be called
 * from any thread.
 */
public final class Reruns {

  static final int AT_ONCE = 2;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Computations computations;

  public Reruns(Vertx vertx, MeterRegistry meters) {
    this.computations = new Computations(vertx, "explain", AT_ONCE, LONGEST, meters);
  }

  /**
   * Reads as soon as its turn comes. The turn ends with the computation, since the data stays in
   * memory until then.
   *
   * @param computation runs on a thread that it may block
   * @return a future that fails with a {@link Fault} of kind UNAVAILABLE if no turn comes in time,
   *     or if it takes too long
   */
  <F, T> Future<T> run(TenantId tenant, Supplier<Future<F>> read, Function<F, T> computation) {
    return computations.run(tenant, read, computation);
  }

  public Future<Void> close() {
    return computations.close();
  }
}
