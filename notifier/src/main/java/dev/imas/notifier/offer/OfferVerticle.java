package dev.imas.notifier.offer;

import dev.imas.core.model.ChannelOffer;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this process's offer valid while it runs, and withdraws it when it stops. */
public final class OfferVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(OfferVerticle.class);
  private static final Duration RENEWED = Duration.ofSeconds(20);

  /** Two renewals may fail before a notifier counts as gone. */
  private static final Duration LEASE = RENEWED.multipliedBy(3).plusSeconds(5);

  private final UUID notifier = UUID.randomUUID();
  private final OfferRepository offers;
  private final ChannelOffer offer;

  public OfferVerticle(Transactions transactions, ChannelOffer offer) {
    this.offers = new OfferRepository(transactions);
    this.offer = offer;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(RENEWED.toMillis(), tick -> publish());
    return publish();
  }

  @Override
  public Future<?> stop() {
    return offers.withdraw(notifier).otherwiseEmpty();
  }

  /** Without an offer, contacts are accepted with a warning. Pages are sent all the same. */
  private Future<Void> publish() {
    return offers
        .offer(notifier, offer, LEASE)
        .onFailure(
            e ->
                log.atDebug()
                    .setCause(e)
                    .log("The channels of this notifier cannot be recorded; it is tried again"))
        .otherwiseEmpty();
  }
}
