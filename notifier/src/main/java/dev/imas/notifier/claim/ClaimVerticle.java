package dev.imas.notifier.claim;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.delivery.Deliverer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the claims: when core says that deliveries wait, and by itself at each poll, so that a
 * message lost on the bus costs a moment and nothing more. One event loop does all of a process's
 * deliveries: they wait for others, not for the processor.
 */
public final class ClaimVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(ClaimVerticle.class);
  private static final long MEASURE_SECONDS = 5;
  private static final long FOLD_MILLIS = 500;

  private final Platform platform;
  private final Transactions transactions;
  private final ClaimConfig config;
  private final Deliverer deliverer;
  private final Channels channels;
  private final Heartbeat heartbeat;
  private @Nullable Claimer claimer;
  private boolean foldsFail;

  /**
   * @param heartbeat told of each claim
   */
  public ClaimVerticle(
      Platform platform,
      Transactions transactions,
      ClaimConfig config,
      Deliverer deliverer,
      Channels channels,
      Heartbeat heartbeat) {
    this.platform = platform;
    this.transactions = transactions;
    this.config = config;
    this.deliverer = deliverer;
    this.channels = channels;
    this.heartbeat = heartbeat;
  }

  @Override
  public Future<?> start() {
    Claimer started =
        new Claimer(context, platform, transactions, config, deliverer, channels, heartbeat);
    claimer = started;
    DeliveriesQueued.registerOn(vertx.eventBus());
    vertx.setPeriodic(0, config.poll().toMillis(), poll -> started.wake());
    vertx.setPeriodic(0, TimeUnit.SECONDS.toMillis(MEASURE_SECONDS), tick -> measure(started));
    vertx.setPeriodic(FOLD_MILLIS, tick -> fold(started));
    return vertx
        .eventBus()
        .<DeliveriesQueued>consumer(DeliveriesQueued.ADDRESS, queued -> started.wake())
        .completion();
  }

  @Override
  public Future<?> stop() {
    return claimer == null ? Future.succeededFuture() : claimer.stop();
  }

  private void fold(Claimer claimer) {
    claimer
        .fold()
        .onSuccess(done -> foldsFail = false)
        .onFailure(
            failure -> {
              if (!foldsFail) {
                log.atWarn().setCause(failure).log("Pages cannot be folded; they wait for room");
              }
              foldsFail = true;
            });
  }

  private static void measure(Claimer claimer) {
    claimer
        .recall()
        .compose(recalled -> claimer.measure())
        .onFailure(failure -> log.atDebug().setCause(failure).log("The backlog is not known"));
  }
}
