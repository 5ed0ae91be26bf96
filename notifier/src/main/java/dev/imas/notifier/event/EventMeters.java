package dev.imas.notifier.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The metrics of posted events. */
final class EventMeters {

  private final MeterRegistry registry;
  private volatile EventQueueRepository.Backlog backlog = new EventQueueRepository.Backlog(0, 0);

  EventMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("imas.events.waiting", this, m -> m.backlog.waiting())
        .description("Events for webhooks that are next in turn and not accepted yet")
        .register(registry);
    Gauge.builder("imas.events.oldest.waiting.seconds", this, m -> m.backlog.oldestSeconds())
        .description("How long the oldest of these has waited")
        .register(registry);
  }

  void backlog(EventQueueRepository.Backlog now) {
    backlog = now;
  }

  /** Counts one attempt. */
  void tried(String outcome) {
    Counter.builder("imas.events.posts")
        .description("Attempts to post events to webhooks, by outcome")
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  /** The time from queueing the event to its acceptance. */
  void accepted(Duration age) {
    Timer.builder("imas.events.delivery")
        .description("From queued to accepted by the subscriber")
        .publishPercentiles(0.5, 0.99)
        .register(registry)
        .record(age.isNegative() ? Duration.ZERO : age);
  }
}
