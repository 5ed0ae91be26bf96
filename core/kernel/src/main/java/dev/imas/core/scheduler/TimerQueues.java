package dev.imas.core.scheduler;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lanes of timers that share the threads of one context, on which one piece of work runs at a time.
 */
final class TimerQueues extends VerticleBase {

  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** What was opened on a context. */
  record Opened(TransactionQueue transactions, @Nullable LeasedTimers leases) {}

  private final Function<Context, Opened> opening;
  private @Nullable Opened opened;
  private @Nullable MessageConsumer<Long> hints;

  TimerQueues(Function<Context, Opened> opening) {
    this.opening = opening;
  }

  @Override
  public Future<?> start() {
    Opened lanes = opening.apply(context);
    opened = lanes;
    hints = vertx.eventBus().localConsumer(Timers.HINT, hint -> wakeIn(lanes, hint.body()));
    lanes.transactions.start(context);
    if (lanes.leases != null) {
      lanes.leases.start();
    }
    return Future.succeededFuture();
  }

  private static void wakeIn(Opened lanes, long millis) {
    Duration wait = Duration.ofMillis(millis);
    if (millis == 0) {
      lanes.transactions.wake();
    } else {
      lanes.transactions.wakeIn(wait);
    }
    if (lanes.leases != null) {
      if (millis == 0) {
        lanes.leases.wake();
      } else {
        lanes.leases.wakeIn(wait);
      }
    }
  }

  @Override
  public Future<?> stop() {
    Opened lanes = opened;
    if (lanes == null) {
      return Future.succeededFuture();
    }
    List<Future<Void>> stopped = new ArrayList<>();
    MessageConsumer<Long> heard = hints;
    if (heard != null) {
      // On threads of its own, the end of a verticle does not end its consumers by itself.
      stopped.add(heard.unregister());
    }
    stopped.add(lanes.transactions.stop(DRAIN));
    if (lanes.leases != null) {
      stopped.add(lanes.leases.stop(DRAIN));
    }
    return Future.join(stopped);
  }
}
