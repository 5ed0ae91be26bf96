package dev.imas.notifier.delivery;

import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes a try and what follows from it in one transaction of its tenant: the attempt and the
 * delivery's state. What ends a delivery leaves an outcome for core by a trigger.
 */
final class DeliveryLog {

  private final Transactions transactions;
  private final DeliveryRepository deliveries = new DeliveryRepository();
  private final OverdueRepository overdue = new OverdueRepository();

  DeliveryLog(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @return the delivery's age since it was queued; empty when the claim was lost: the attempt is
   *     written then, since it happened, and nothing else
   */
  Future<Optional<Duration>> write(Delivery d, AttemptRecord attempt, NextStep step) {
    return transactions.run(
        d.tenant(),
        tx -> deliveries.addAttempt(tx, d, attempt).compose(added -> deliveries.move(tx, d, step)));
  }

  /**
   * Ends a claimed delivery untried.
   *
   * @return false when the claim was lost
   */
  Future<Boolean> cancel(Delivery d, NextStep.Cancel step) {
    return transactions.run(
        d.tenant(), tx -> deliveries.move(tx, d, step).map(Optional::isPresent));
  }

  Future<Void> release(Delivery d, Duration delay) {
    return transactions.run(d.tenant(), tx -> deliveries.release(tx, d, delay));
  }

  /** Deliveries to the same receiver that have been due for longer than their horizon. */
  Future<List<Delivery>> overdue(
      Delivery sibling, Duration urgentHorizon, Duration horizon, int most) {
    return transactions.run(
        sibling.tenant(), tx -> overdue.find(tx, sibling, urgentHorizon, horizon, most));
  }

  /**
   * Ends a delivery that nobody holds.
   *
   * @return false when it changed meanwhile
   */
  Future<Boolean> giveUp(Delivery d, NextStep.GiveUp step) {
    return transactions.run(d.tenant(), tx -> overdue.giveUp(tx, d, step.reason()));
  }
}
