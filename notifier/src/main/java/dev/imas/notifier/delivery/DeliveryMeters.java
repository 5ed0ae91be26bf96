package dev.imas.notifier.delivery;

import dev.imas.notifier.channel.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the notifier counts about deliveries. Safe from any thread. */
final class DeliveryMeters {

  private final MeterRegistry registry;

  DeliveryMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** One try. */
  void tried(Delivery d, Outcome outcome) {
    count(d, outcome.word());
  }

  /** From the row's writing to the provider's acceptance. */
  void accepted(Delivery d, Duration age) {
    Timer.builder("imas.delivery")
        .description("From queued to accepted by the provider")
        .tag("channel", d.channel())
        .publishPercentiles(0.5, 0.95, 0.99)
        .publishPercentileHistogram()
        .register(registry)
        .record(age);
  }

  void gaveUp(Delivery d) {
    Counter.builder("imas.delivery.dead.letters")
        .description("Deliveries given up: each waits for a person")
        .tag("channel", d.channel())
        .register(registry)
        .increment();
  }

  /** Messages that this one told of because they were not sent by themselves. */
  void folded(Delivery d, int messages) {
    if (messages > 0) {
      Counter.builder("imas.deliveries.folded")
          .description("Messages that were not sent by themselves but told in another")
          .tag("channel", d.channel())
          .register(registry)
          .increment(messages);
    }
  }

  /** The lease ran out under a try: it may have been made twice. */
  void lost(Delivery d) {
    count(d, "lost");
  }

  /** Ended untried: its contact is gone. */
  void cancelled(Delivery d) {
    count(d, "cancelled");
  }

  /** Put back without a try, for lack of room. */
  void deferred(Delivery d) {
    count(d, "deferred");
  }

  private void count(Delivery d, String outcome) {
    Counter.builder("imas.deliveries")
        .description("Tries by outcome")
        .tag("channel", d.channel())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
