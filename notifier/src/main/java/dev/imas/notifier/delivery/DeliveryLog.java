package dev.imas.notifier.delivery;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.notifier.template.SafeText;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a try and all that follows from it in one transaction of its tenant: the attempt, the
 * delivery's state, and the incident's timeline when it was sent or given up.
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
        tx ->
            deliveries
                .lockIncident(tx, d)
                .compose(receiver -> write(tx, d, attempt, step, receiver)));
  }

  /**
   * Ends a claimed delivery untried.
   *
   * @return false when the claim was lost
   */
  Future<Boolean> cancel(Delivery d, NextStep.Cancel step) {
    return transactions.run(
        d.tenant(),
        tx ->
            deliveries
                .lockIncident(tx, d)
                .compose(
                    receiver ->
                        deliveries
                            .move(tx, d, step)
                            .compose(
                                age ->
                                    age.isEmpty()
                                        ? Future.succeededFuture(false)
                                        : tell(tx, d, step, receiver).map(true))));
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
    return transactions.run(
        d.tenant(),
        tx ->
            deliveries
                .lockIncident(tx, d)
                .compose(
                    receiver ->
                        overdue
                            .giveUp(tx, d, step.reason())
                            .compose(
                                ours ->
                                    ours
                                        ? tell(tx, d, step, receiver).map(ours)
                                        : Future.succeededFuture(ours))));
  }

  private Future<Optional<Duration>> write(
      Tx tx, Delivery d, AttemptRecord attempt, NextStep step, Optional<String> receiver) {
    return deliveries
        .addAttempt(tx, d, attempt)
        .compose(added -> deliveries.move(tx, d, step))
        .compose(
            age ->
                age.isEmpty() ? Future.succeededFuture(age) : tell(tx, d, step, receiver).map(age));
  }

  private Future<Void> tell(Tx tx, Delivery d, NextStep step, Optional<String> receiver) {
    String what = d.event().substring(d.event().lastIndexOf('.') + 1).replace('_', ' ');
    String whom = receiver.map(name -> " to " + name).orElse("") + " by " + d.channel();
    return switch (step) {
      case NextStep.Done done ->
          deliveries.addTimeline(
              tx,
              d,
              "ALERT_SENT",
              line("Page (" + what + ") sent" + whom + earlier(d)),
              metadata(d, null));
      case NextStep.GiveUp up ->
          deliveries.addTimeline(
              tx,
              d,
              "NOTIFICATION_FAILED",
              line("Page (" + what + ") could not be sent" + whom + ": " + up.reason()),
              metadata(d, up.reason()));
      case NextStep.Cancel no ->
          deliveries.addTimeline(
              tx,
              d,
              "NOTIFICATION_CANCELLED",
              line("Page (" + what + ") not sent" + whom + ": " + no.reason()),
              metadata(d, no.reason()));
      case NextStep.Again again -> Future.succeededFuture();
    };
  }

  private static String earlier(Delivery d) {
    int folded = d.folded();
    return folded == 0
        ? ""
        : ", with what "
            + folded
            + " earlier "
            + (folded == 1 ? "one was" : "ones were")
            + " to tell";
  }

  private static String metadata(Delivery d, @Nullable String reason) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("delivery_id", d.id());
    metadata.put("event", d.event());
    metadata.put("channel", d.channel());
    metadata.put("receiver_id", d.receiverId());
    metadata.put("attempts", d.attempts());
    if (reason != null) {
      metadata.put("reason", line(reason));
    }
    return Json.write(metadata);
  }

  private static String line(String text) {
    return SafeText.line(text, 500);
  }
}
