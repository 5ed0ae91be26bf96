package dev.imas.notifier.delivery;

import dev.imas.core.bus.DeliveriesDied;
import dev.imas.core.platform.Outage;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines and counters about stored outcomes. A repeated failure is logged once. */
final class DeliveryReports {

  private static final Logger log = LoggerFactory.getLogger(DeliveryReports.class);

  private final DeliveryMeters meters;
  private final EventBus bus;
  private final AtomicBoolean writesFail = new AtomicBoolean();

  DeliveryReports(DeliveryMeters meters, EventBus bus) {
    this.meters = meters;
    this.bus = bus;
    DeliveriesDied.registerOn(bus);
  }

  /** The age is empty when the claim was lost. */
  void written(Delivery d, NextStep step, Optional<Duration> age) {
    writesFail.set(false);
    if (age.isEmpty()) {
      meters.lost(d);
      log.atWarn()
          .addKeyValue("delivery", d.id())
          .addKeyValue("attempt", d.attempts())
          .log(
              "The lease ran out before the outcome was stored; another notifier has the "
                  + "delivery");
      return;
    }
    switch (step) {
      case NextStep.Done done -> {
        meters.accepted(d, age.get());
        meters.folded(d, d.folded());
        log.atDebug().addKeyValue("delivery", d.id()).log("Sent");
      }
      case NextStep.Again again ->
          log.atDebug()
              .addKeyValue("delivery", d.id())
              .addKeyValue("attempt", d.attempts())
              .addKeyValue("reason", again.reason())
              .addKeyValue("wait_ms", again.delay().toMillis())
              .log("A page was not sent; it will be tried again");
      case NextStep.GiveUp up -> gaveUp(d, up);
      case NextStep.Cancel no -> meters.cancelled(d);
    }
  }

  void givenUpUntried(Delivery d) {
    meters.gaveUp(d);
    bus.send(DeliveriesDied.ADDRESS, new DeliveriesDied(1));
  }

  /**
   * Logs one line for what {@link #givenUpUntried} counted one by one, since it may be thousands.
   */
  void givenUpUntried(Delivery sibling, int deliveries, NextStep.GiveUp step) {
    if (deliveries > 0) {
      log.atWarn()
          .addKeyValue("tenant", sibling.tenant())
          .addKeyValue("channel", sibling.channel())
          .addKeyValue("receiver", sibling.receiverId())
          .addKeyValue("deliveries", deliveries)
          .addKeyValue("reason", step.reason())
          .log("Deliveries were given up; their dead letters wait for a person");
    }
  }

  void notWritten(Delivery d, AttemptRecord attempt, Throwable failure) {
    if (!writesFail.getAndSet(true)) {
      (Outage.isOne(failure) ? log.atWarn() : log.atError().setCause(failure))
          .addKeyValue("delivery", d.id())
          .addKeyValue("outcome", attempt.outcome())
          .log("Outcomes cannot be stored; their deliveries are repeated after their lease");
    }
  }

  private void gaveUp(Delivery d, NextStep.GiveUp step) {
    meters.gaveUp(d);
    if (!d.isTest()) {
      bus.send(DeliveriesDied.ADDRESS, new DeliveriesDied(1));
    }
    log.atWarn()
        .addKeyValue("delivery", d.id())
        .addKeyValue("tenant", d.tenant())
        .addKeyValue("incident", d.incidentId())
        .addKeyValue("channel", d.channel())
        .addKeyValue("receiver", d.receiverId())
        .addKeyValue("attempt", d.attempts())
        .addKeyValue("reason", step.reason())
        .log("A delivery was given up; its dead letter waits for a person");
  }
}
