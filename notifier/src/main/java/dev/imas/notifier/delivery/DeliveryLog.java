package dev.imas.notifier.delivery;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.notifier.card.CardChange;
import dev.imas.notifier.card.Cards;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stores an attempt and what follows from it in one transaction of its tenant: the attempt and the
 * delivery's state. When a delivery ends, a trigger leaves an outcome for core.
 */
final class DeliveryLog {

  private final Transactions transactions;
  private final DeliveryOutcomeRepository deliveries = new DeliveryOutcomeRepository();
  private final OverdueRepository overdue = new OverdueRepository();
  private final Cards cards;

  DeliveryLog(Transactions transactions, Cards cards) {
    this.transactions = transactions;
    this.cards = cards;
  }

  /**
   * @param change of the receiver's card, which is stored last: the delivery is locked then, so
   *     that no newer state is overlooked
   * @return the delivery's age since it was queued. Empty when the claim was lost: then only the
   *     attempt and the card are stored, since the vendor has seen them
   */
  Future<Optional<Duration>> write(
      Delivery d, AttemptRecord attempt, NextStep step, CardChange change) {
    return transactions.run(
        d.tenant(),
        tx ->
            deliveries
                .addAttempt(tx, d, attempt)
                .compose(added -> deliveries.move(tx, d, step))
                .compose(age -> storeMove(tx, d, step).map(age))
                .compose(age -> storeCard(tx, d, change).map(age)));
  }

  private Future<Void> storeMove(Tx tx, Delivery d, NextStep step) {
    return step instanceof NextStep.Done done && !done.movedTo().isEmpty()
        ? deliveries.moved(tx, d, done.movedTo())
        : Future.succeededFuture();
  }

  private Future<Void> storeCard(Tx tx, Delivery d, CardChange change) {
    return change instanceof CardChange.None
        ? Future.succeededFuture()
        : cards.store(tx, d.cardKey(), change);
  }

  /** Ends a delivery whose state is shown already. */
  Future<Optional<Duration>> end(Delivery d, NextStep step) {
    return transactions.run(d.tenant(), tx -> deliveries.move(tx, d, step));
  }

  /**
   * Ends a claimed delivery without an attempt.
   *
   * @return false when the claim was lost
   */
  Future<Boolean> cancel(Delivery d, NextStep.Cancel step) {
    return transactions.run(
        d.tenant(), tx -> deliveries.move(tx, d, step).map(Optional::isPresent));
  }

  /** Whether the claim still holds: nobody has ended or taken over the delivery. */
  Future<Boolean> isClaimed(Delivery d) {
    return transactions.run(d.tenant(), tx -> deliveries.isClaimed(tx, d));
  }

  /** Whether the receiver was sent a later message of the incident. */
  Future<Boolean> isOvertaken(Delivery d) {
    return transactions.run(d.tenant(), tx -> deliveries.isOvertaken(tx, d));
  }

  Future<Void> release(Delivery d, Duration delay) {
    return transactions.run(d.tenant(), tx -> deliveries.release(tx, d, delay));
  }

  /**
   * Deliveries to the same receiver that have been due for longer than all their retries would
   * take.
   */
  Future<List<Delivery>> overdue(
      Delivery sibling, Duration urgentHorizon, Duration horizon, int most) {
    return transactions.run(
        sibling.tenant(), tx -> overdue.find(tx, sibling, urgentHorizon, horizon, most));
  }

  /**
   * Ends a delivery that nobody has claimed.
   *
   * @return false when it has changed meanwhile
   */
  Future<Boolean> giveUp(Delivery d, NextStep.GiveUp step) {
    return transactions.run(d.tenant(), tx -> overdue.giveUp(tx, d, step.reason()));
  }
}
