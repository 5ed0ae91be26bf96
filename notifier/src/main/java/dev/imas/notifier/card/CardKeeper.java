package dev.imas.notifier.card;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.SafeText;
import dev.imas.core.work.LeasedQueue;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows on cards what no delivery shows there: a state that a page has told, one that is told in a
 * digest or not at all, and what an attempt left in doubt that died. It always shows the newest
 * state.
 */
final class CardKeeper implements LeasedQueue.Work<ClaimedCard> {

  private static final Logger log = LoggerFactory.getLogger(CardKeeper.class);

  /** Changed at once. */
  static final int AT_ONCE = 20;

  private static final int LONGEST_REASON = 500;

  private final Transactions transactions;
  private final Duration lease;
  private final Function<ClaimedCard, Future<CardUpdate>> showing;
  private final CardMeters meters;
  private final CardRepository cards = new CardRepository();

  /**
   * @param showing makes one attempt to change a card, in less time than the lease
   */
  CardKeeper(
      Transactions transactions,
      Duration lease,
      Function<ClaimedCard, Future<CardUpdate>> showing,
      CardMeters meters) {
    this.transactions = transactions;
    this.lease = lease;
    this.showing = showing;
    this.meters = meters;
  }

  @Override
  public Future<List<ClaimedCard>> claim(int room) {
    return transactions.autocommit(tx -> cards.claim(tx, room, lease));
  }

  @Override
  public Future<Void> run(ClaimedCard card) {
    return show(card);
  }

  /** A stop waits for what it takes to show one. */
  @Override
  public Future<Void> release(ClaimedCard card) {
    return show(card);
  }

  private Future<Void> show(ClaimedCard card) {
    return (card.newest() == null
            ? Future.succeededFuture(new CardUpdate.Gone("its deliveries are kept no more"))
            : showing.apply(card))
        .compose(update -> store(card, update))
        .onFailure(
            failure ->
                (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                    .addKeyValue("incident", card.key().incident())
                    .setCause(failure)
                    .log("What became of a card was not stored; it is changed again"));
  }

  private Future<Void> store(ClaimedCard card, CardUpdate update) {
    return transactions.run(
        card.key().tenant(),
        tx ->
            switch (update) {
              case CardUpdate.Shown shown -> {
                meters.tried(card.key().channel(), "accepted");
                yield cards.shown(tx, card.key(), card.turn());
              }
              case CardUpdate.Gone gone -> {
                meters.tried(card.key().channel(), "gone");
                yield cards.forget(tx, card.key(), card.turn());
              }
              case CardUpdate.NotShown not -> {
                meters.tried(card.key().channel(), not.outcome().word());
                yield failed(tx, card, not.outcome());
              }
            });
  }

  private Future<Void> failed(Tx tx, ClaimedCard card, Outcome outcome) {
    Duration again = CardRetry.after(outcome, card.tries());
    String reason = reason(outcome);
    if (again == null) {
      log.atWarn()
          .addKeyValue("tenant", card.key().tenant())
          .addKeyValue("incident", card.key().incident())
          .addKeyValue("channel", card.key().channel())
          .addKeyValue("reason", reason)
          .log("A message in a chat does not show the state of its incident and cannot be changed");
    }
    return cards.failed(
        tx,
        card.key(),
        card.turn(),
        again,
        reason == null ? null : SafeText.line(reason, LONGEST_REASON));
  }

  private static @Nullable String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry retry -> retry.reason();
      case Outcome.MayHeal healing -> healing.reason();
      case Outcome.Refused refused -> refused.reason();
      case Outcome.Deferred deferred -> null;
      case Outcome.Accepted accepted -> null;
    };
  }
}
