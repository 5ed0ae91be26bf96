package dev.imas.notifier.card;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of cards. Safe from any thread. */
final class CardMeters {

  private final MeterRegistry registry;

  CardMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts one attempt to change a card beside deliveries. */
  void tried(String channel, String outcome) {
    Counter.builder("imas.card.updates")
        .description("Attempts to change messages in chats beside deliveries, by outcome")
        .tag("channel", channel)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
