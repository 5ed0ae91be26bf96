package dev.imas.notifier.delivery;

import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The metrics of deliveries. Safe from any thread. */
final class DeliveryMeters {

  /** What is promised (NTF-21), with what lies beside it. */
  private static final Duration[] OBJECTIVES = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofHours(1)
  };

  private final MeterRegistry registry;

  DeliveryMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts one attempt. */
  void tried(Delivery d, Outcome outcome) {
    count(d, outcome.word());
  }

  /** The time from storing the delivery to the provider's acceptance. */
  void accepted(Delivery d, Duration age) {
    Timer.builder("imas.delivery")
        .description("From queued to accepted by the provider")
        .tag("channel", d.channel())
        .publishPercentiles(0.5, 0.95, 0.99)
        .publishPercentileHistogram()
        .register(registry)
        .record(age);
    if (d.incidentId() != null && Words.isCall(d.event())) {
      Timer.builder("imas.page")
          .description("From queued to accepted by the provider, of pages alone")
          .tag("channel", d.channel())
          .tag("severity", "SEV" + d.urgency().number())
          .serviceLevelObjectives(OBJECTIVES)
          .register(registry)
          .record(age);
    }
  }

  void gaveUp(Delivery d) {
    Counter.builder("imas.delivery.dead.letters")
        .description("Deliveries given up; each is a dead letter that waits for a person")
        .tag("channel", d.channel())
        .register(registry)
        .increment();
  }

  /** Counts messages that this one replaced, because they were not sent separately. */
  void folded(Delivery d, int messages) {
    if (messages > 0) {
      Counter.builder("imas.deliveries.folded")
          .description("Messages that were not sent separately but summed up in another")
          .tag("channel", d.channel())
          .register(registry)
          .increment(messages);
    }
  }

  /** Counts a message for which a template of the tenant failed. */
  void templateFailed(Delivery d) {
    Counter.builder("imas.template.failures")
        .description("Messages sent in the shipped words, since a template of the tenant failed")
        .tag("channel", d.channel())
        .register(registry)
        .increment();
  }

  /** Counts an attempt that outlasted its lease, so that it may have been made twice. */
  void lost(Delivery d) {
    count(d, "lost");
  }

  /** Counts a delivery that ended without an attempt, because its contact is gone. */
  void cancelled(Delivery d) {
    count(d, "cancelled");
  }

  /** Counts a delivery that was put back without an attempt, for lack of room. */
  void deferred(Delivery d) {
    count(d, "deferred");
  }

  private void count(Delivery d, String outcome) {
    Counter.builder("imas.deliveries")
        .description("Attempts by outcome")
        .tag("channel", d.channel())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
