package dev.imas.core.audit;

import dev.imas.core.audit.ChainRepository.Backlog;
import dev.imas.core.model.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the sealer of the audit has done, and what waits for it. */
final class SealMetrics {

  private final Set<TenantId> refused = ConcurrentHashMap.newKeySet();
  private final Counter seals;
  private final Counter checkpoints;
  private final Counter failures;
  private volatile Backlog backlog = new Backlog(0, Duration.ZERO);

  SealMetrics(MeterRegistry meters) {
    this.seals =
        Counter.builder("imas.audit.seals")
            .description("Entries of the audit that this process has sealed")
            .register(meters);
    this.checkpoints =
        Counter.builder("imas.audit.checkpoints")
            .description("Checkpoints of the audit that this process has signed")
            .register(meters);
    this.failures =
        Counter.builder("imas.audit.checkpoint.failures")
            .description("Checkpoints that could not be signed or put where they should be")
            .register(meters);
    Gauge.builder("imas.audit.unsealed", () -> backlog.waiting())
        .description("Entries of the audit that wait for their seal, counted up to 10,000")
        .register(meters);
    Gauge.builder("imas.audit.unsealed.age.seconds", () -> backlog.oldest().toMillis() / 1000.0)
        .description("How long the oldest of them has waited")
        .register(meters);
    Gauge.builder("imas.audit.chains.refused", refused, Set::size)
        .description("Tenants whose chain is not the one that was signed, so it is not sealed")
        .register(meters);
  }

  void waiting(Backlog now) {
    backlog = now;
  }

  void sealed(int entries) {
    seals.increment(entries);
  }

  void signed(int notes) {
    checkpoints.increment(notes);
  }

  void unsigned() {
    failures.increment();
  }

  void refused(TenantId tenant) {
    refused.add(tenant);
  }

  void accepted(TenantId tenant) {
    refused.remove(tenant);
  }
}
