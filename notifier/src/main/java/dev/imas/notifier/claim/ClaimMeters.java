package dev.imas.notifier.claim;

import dev.imas.notifier.throttle.Circuit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gauges of the claims. They are set on the claims' event loop and read by whatever scrapes them.
 */
final class ClaimMeters {

  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<String, Map<Circuit.State, AtomicInteger>> circuits = new HashMap<>();
  private final Counter recalled;
  private volatile ClaimRepository.Backlog backlog = new ClaimRepository.Backlog(0, 0);

  ClaimMeters(MeterRegistry registry, Set<String> channels) {
    Gauge.builder("imas.deliveries.in.flight", inFlight, AtomicInteger::get)
        .description("Deliveries in flight")
        .register(registry);
    Gauge.builder("imas.deliveries.due", this, m -> m.backlog.due())
        .description("Deliveries that are due and not claimed, at most 100,000")
        .register(registry);
    Gauge.builder("imas.deliveries.oldest.due.seconds", this, m -> m.backlog.oldestSeconds())
        .description("How long the oldest of these has been due")
        .register(registry);
    recalled =
        Counter.builder("imas.deliveries.recalled")
            .description("Deliveries made due because the database's clock was set back")
            .register(registry);
    for (String channel : channels) {
      Map<Circuit.State, AtomicInteger> counts = new HashMap<>();
      for (Circuit.State state :
          new Circuit.State[] {Circuit.State.OPEN, Circuit.State.HALF_OPEN}) {
        AtomicInteger count = new AtomicInteger();
        counts.put(state, count);
        Gauge.builder("imas.receiver.circuits", count, AtomicInteger::get)
            .description("Receivers whose circuit is open (left alone) or half_open (probed)")
            .tag("channel", channel)
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
      circuits.put(channel, counts);
    }
  }

  void inFlight(int count) {
    inFlight.set(count);
  }

  void recalled(int deliveries) {
    recalled.increment(deliveries);
  }

  void backlog(ClaimRepository.Backlog now) {
    backlog = now;
  }

  void circuits(Map<String, Map<Circuit.State, Integer>> now) {
    circuits.forEach(
        (channel, counts) ->
            counts.forEach(
                (state, count) ->
                    count.set(now.getOrDefault(channel, Map.of()).getOrDefault(state, 0))));
  }
}
