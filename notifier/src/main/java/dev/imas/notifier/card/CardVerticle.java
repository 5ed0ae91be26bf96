package dev.imas.notifier.card;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.notifier.channel.CardUpdate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps cards up to date while the notifier runs, beside deliveries and on its own event loop. */
public final class CardVerticle extends VerticleBase {

  /** Whether work waits for it, as a condition of its poll. */
  public static final String WAITS = "cards_wait()";

  private static final Logger log = LoggerFactory.getLogger(CardVerticle.class);

  private final Duration drain;
  private final LeasedQueue<ClaimedCard> queue;

  /**
   * @param showing makes one attempt to change a card, in less time than the lease
   */
  public CardVerticle(
      Platform platform,
      Transactions transactions,
      Function<ClaimedCard, Future<CardUpdate>> showing,
      Duration lease,
      Poll poll,
      Duration drain) {
    this.drain = drain;
    this.queue =
        new LeasedQueue<>(
            poll,
            CardKeeper.AT_ONCE,
            PassObserver.complaining(
                log,
                platform.database().outage(),
                "Messages in chats cannot be brought up to date; they wait"),
            new CardKeeper(transactions, lease, showing, new CardMeters(platform.meters())));
  }

  @Override
  public Future<?> start() {
    queue.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return queue.stop(drain);
  }
}
