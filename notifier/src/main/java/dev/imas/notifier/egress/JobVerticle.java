package dev.imas.notifier.egress;

import dev.imas.core.platform.Platform;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks others what rows say is to be asked, each on one of any number of notifiers, through an
 * egress of its own. Bound to its event loop.
 *
 * @param <T> what is asked
 */
public final class JobVerticle<T> extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(JobVerticle.class);

  private final LeasedQueue<T> queue;
  private final Duration drain;
  private final Supplier<Future<Void>> closing;

  /**
   * @param poll how it learns of what is due
   * @param atOnce how many are asked at once
   * @param complaint is logged while nothing can be claimed
   * @param drain how long a stop waits for what is under way
   * @param closing closes what they are asked through
   */
  public JobVerticle(
      Platform platform,
      LeasedQueue.Work<T> work,
      Poll poll,
      int atOnce,
      String complaint,
      Duration drain,
      Supplier<Future<Void>> closing) {
    this.queue =
        new LeasedQueue<>(
            poll,
            atOnce,
            PassObserver.complaining(log, platform.database().outage(), complaint),
            work);
    this.drain = drain;
    this.closing = closing;
  }

  @Override
  public Future<?> start() {
    queue.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return queue.stop(drain).eventually(closing);
  }
}
