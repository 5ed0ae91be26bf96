package dev.imas.notifier.card;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.CardUpdate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps cards up to date while the notifier runs, beside deliveries and on its own event loop. */
public final class CardVerticle extends VerticleBase {

  /** Whether work waits for it, as a condition of its poll. */
  public static final String WAITS = "cards_wait()";

  private static final Logger log = LoggerFactory.getLogger(CardVerticle.class);

  private final Platform platform;
  private final CardKeeper keeper;
  private final Poll poll;
  private final Duration drain;
  private @Nullable WorkLoop loop;

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
    this.platform = platform;
    this.keeper = new CardKeeper(transactions, lease, showing, new CardMeters(platform.meters()));
    this.poll = poll;
    this.drain = drain;
  }

  @Override
  public Future<?> start() {
    WorkLoop started =
        new WorkLoop(
            poll,
            PassObserver.complaining(
                log,
                platform.database().outage(),
                "Messages in chats cannot be brought up to date; they wait"),
            keeper::pass);
    loop = started;
    started.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop == null ? Future.succeededFuture() : loop.stop(drain);
  }
}
