package dev.imas.notifier.provider;

import dev.imas.notifier.channel.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The metrics of providers, by type. Safe from any thread. */
final class ProviderMeters {

  /** Why the next provider is tried. */
  enum Reason {
    /** It certainly did not take the message. */
    REFUSED,
    /** Its circuit is open, or all its slots are taken. */
    LEFT_ALONE,
    /** It may have taken the message: a SEV1 or SEV2 is sent once more rather than not at all. */
    UNCERTAIN
  }

  private final MeterRegistry registry;

  ProviderMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void tried(String type, Outcome outcome) {
    Counter.builder("imas.provider.attempts")
        .description("Attempts with providers of tenants, by outcome")
        .tag("type", type)
        .tag("outcome", outcome.word())
        .register(registry)
        .increment();
  }

  void failedOver(String type, Reason reason) {
    Counter.builder("imas.provider.failovers")
        .description("Messages for which the next provider was tried, by the reason")
        .tag("type", type)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
