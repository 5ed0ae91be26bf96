package dev.imas.core.changes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the change feed. Safe from any thread. */
final class FeedMetrics {

  private final MeterRegistry meters;
  private final Map<String, AtomicInteger> subscribers = new ConcurrentHashMap<>();
  private final Counter changes;
  private final Counter messages;
  private final Counter startedOver;
  private volatile double waitedSeconds;

  FeedMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.changes =
        Counter.builder("imas.feed.changes")
            .description("Changes that this process has numbered")
            .register(meters);
    this.messages =
        Counter.builder("imas.feed.messages")
            .description("Messages to subscribers")
            .register(meters);
    this.startedOver =
        Counter.builder("imas.feed.started.over")
            .description("Subscribers that were told to read anew, since they missed too much")
            .register(meters);
    Gauge.builder("imas.feed.lag.seconds", () -> waitedSeconds)
        .description("How long the oldest change waited for its number, at the last numbering")
        .register(meters);
    for (String transport : new String[] {"websocket", "sse"}) {
      AtomicInteger count = new AtomicInteger();
      subscribers.put(transport, count);
      Gauge.builder("imas.feed.subscribers", count, AtomicInteger::get)
          .description("Subscribers of the change feed")
          .tag("transport", transport)
          .register(meters);
    }
    for (Ending ending : Ending.values()) {
      ended(ending);
    }
  }

  void numbered(FeedRepository.Numbered numbered) {
    changes.increment(numbered.changes());
    lag(numbered.waited());
  }

  void lag(Duration waited) {
    waitedSeconds = waited.toMillis() / 1000.0;
  }

  void came(Sink sink) {
    of(sink).incrementAndGet();
  }

  void left(Sink sink, Ending why) {
    of(sink).decrementAndGet();
    ended(why).increment();
  }

  private AtomicInteger of(Sink sink) {
    return Objects.requireNonNull(subscribers.get(sink.transport()));
  }

  void sent() {
    messages.increment();
  }

  void startedOver() {
    startedOver.increment();
  }

  private Counter ended(Ending why) {
    return Counter.builder("imas.feed.ended")
        .description("Subscriptions that ended, by reason")
        .tag("reason", why.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
