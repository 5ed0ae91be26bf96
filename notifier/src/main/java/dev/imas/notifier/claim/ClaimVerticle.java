package dev.imas.notifier.claim;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.delivery.Deliverer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the claims: when core says that deliveries wait, and by itself at each poll. So a message
 * lost on the bus costs a moment and nothing more. One event loop handles all deliveries of a
 * process, since they wait for others and need little processor time.
 */
public final class ClaimVerticle extends VerticleBase {

  /** Whether deliveries wait for it, as a condition of its poll. */
  public static final String WAITS = "deliveries_wait()";

  private static final Logger log = LoggerFactory.getLogger(ClaimVerticle.class);
  private static final Duration MEASURED = Duration.ofSeconds(5);
  private static final Duration FOLDED = Duration.ofMillis(500);

  private final Platform platform;
  private final Transactions transactions;
  private final ClaimConfig config;
  private final Poll poll;
  private final Deliverer deliverer;
  private final Channels channels;
  private final WorkerHealth heartbeat;
  private @Nullable Claimer claimer;
  private List<WorkLoop> others = List.of();

  /**
   * @param poll how it learns of deliveries, by {@link #WAITS}
   * @param heartbeat reported to after each claim
   */
  public ClaimVerticle(
      Platform platform,
      Transactions transactions,
      ClaimConfig config,
      Poll poll,
      Deliverer deliverer,
      Channels channels,
      WorkerHealth heartbeat) {
    this.platform = platform;
    this.transactions = transactions;
    this.config = config;
    this.poll = poll;
    this.deliverer = deliverer;
    this.channels = channels;
    this.heartbeat = heartbeat;
  }

  @Override
  public Future<?> start() {
    Claimer started =
        new Claimer(context, platform, transactions, config, poll, deliverer, channels, heartbeat);
    claimer = started;
    others =
        List.of(
            new WorkLoop(
                MEASURED,
                PassObserver.quiet(log, "The delivery backlog cannot be read"),
                () -> started.recall().compose(recalled -> started.measure()).map(Next.IDLE)),
            new WorkLoop(
                FOLDED,
                PassObserver.complaining(
                    log,
                    platform.database().outage(),
                    "Pages cannot be folded; they wait for room"),
                () -> started.fold().map(Next.IDLE)));
    others.forEach(loop -> loop.start(context));
    started.start();
    DeliveriesQueued.registerOn(vertx.eventBus());
    // Not waited for: other processes may take a while to learn of it, and polling needs nobody.
    vertx.eventBus().<DeliveriesQueued>consumer(DeliveriesQueued.ADDRESS, queued -> started.wake());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    others.forEach(loop -> loop.stop(Duration.ZERO));
    return claimer == null ? Future.succeededFuture() : claimer.stop();
  }
}
