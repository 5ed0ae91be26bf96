package dev.imas.notifier.provider;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.throttle.Circuit;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers how providers fare, and writes it from time to time: for each provider one row, however
 * many messages go through it. Any thread may use it.
 */
final class ProviderReports {

  private static final Logger log = LoggerFactory.getLogger(ProviderReports.class);

  /** Readers take a circuit that was not renewed for four times as long as closed. */
  private static final Duration RENEWED = Duration.ofSeconds(30);

  /** The most providers that are not reported yet, or have an open circuit. */
  private static final int MOST = 10_000;

  private static final class Entry {
    private OpenProvider provider;
    private Fared fared;
    private Instant reportedAt = Instant.EPOCH;
    private boolean isNew = true;

    Entry(OpenProvider provider, Fared fared) {
      this.provider = provider;
      this.fared = fared;
    }
  }

  private record Report(OpenProvider provider, Fared fared) {}

  private final ProviderStateRepository repository;
  private final InstantSource clock;
  private final UUID notifier = UUID.randomUUID();
  private final Map<UUID, Entry> entries = new HashMap<>();

  ProviderReports(Platform platform, Transactions transactions) {
    this.repository = new ProviderStateRepository(transactions);
    this.clock = platform.clock();
  }

  /** An attempt with the provider has ended. */
  synchronized void tried(OpenProvider provider, Outcome outcome) {
    Instant now = clock.instant();
    Circuit.State state = provider.gate().state(now);
    Entry entry = entries.get(provider.id());
    if (entry == null) {
      if (entries.size() >= MOST) {
        return; // The next attempt with it may find room.
      }
      entry = new Entry(provider, Fared.nothing(provider.version(), state));
      entries.put(provider.id(), entry);
    }
    if (provider.version() >= entry.provider.version()) {
      entry.provider = provider;
      entry.fared = entry.fared.with(provider.version(), outcome, state, now);
      entry.isNew = true;
    }
  }

  /** Writes what is new, and renews circuits that are not closed. One row after the other. */
  Future<Void> flush() {
    Future<Void> all = Future.succeededFuture();
    for (Report report : due()) {
      all =
          all.compose(
              before ->
                  repository
                      .report(
                          report.provider.tenant(), notifier, report.provider.id(), report.fared)
                      .recover(
                          failure -> {
                            again(report.provider.id());
                            log.atDebug()
                                .addKeyValue("provider", report.provider.id())
                                .setCause(failure)
                                .log("How a provider fares could not be stored");
                            return Future.succeededFuture();
                          }));
    }
    return all;
  }

  private synchronized List<Report> due() {
    Instant now = clock.instant();
    List<Report> due = new ArrayList<>();
    for (Entry entry : entries.values()) {
      Circuit.State state = entry.provider.gate().state(now);
      Fared renewed = entry.fared.renewed(state);
      boolean isDue =
          entry.isNew
              || !renewed.equals(entry.fared)
              || (renewed.circuit() != null
                  && Duration.between(entry.reportedAt, now).abs().compareTo(RENEWED) >= 0);
      if (isDue) {
        due.add(new Report(entry.provider, renewed));
        entry.fared = Fared.nothing(renewed.version(), state);
        entry.reportedAt = now;
        entry.isNew = false;
      }
    }
    // What has nothing more to tell is forgotten.
    entries
        .values()
        .removeIf(e -> !e.isNew && e.fared.circuit() == null && !e.provider.gate().isBusy());
    return due;
  }

  private synchronized void again(UUID provider) {
    Entry entry = entries.get(provider);
    if (entry != null) {
      entry.isNew = true;
    }
  }
}
