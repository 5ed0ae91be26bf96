package dev.imas.core.fallback;

import dev.imas.core.fallback.FallbackDecision.AskAgain;
import dev.imas.core.fallback.FallbackDecision.MovesOn;
import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackDecision.Nothing;
import dev.imas.core.fallback.FallbackDecision.TellOthers;
import dev.imas.core.fallback.FallbackUnit.Redirected;
import dev.imas.core.fallback.OutcomeRepository.Backlog;
import dev.imas.core.fallback.UnroutedRepository.Lost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** Counts pages that reached nobody, by who was told instead. */
final class FallbackMetrics {

  private final MeterRegistry meters;
  final Counter failures;
  final Counter deferred;
  private final Counter unrouted;
  private volatile Backlog backlog = new Backlog(0, 0);
  private volatile Lost lost = new Lost(0, 0);

  FallbackMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.failures =
        Counter.builder("imas.page.fallback.failures")
            .description("Rolled-back units of work about outcomes of deliveries")
            .register(meters);
    this.deferred =
        Counter.builder("imas.page.fallback.deferred")
            .description("Outcomes of deliveries deferred because they fail alone")
            .register(meters);
    this.unrouted =
        Counter.builder("imas.incidents.unrouted")
            .description("Times that nobody whom an incident concerns could be found")
            .register(meters);
    Gauge.builder("imas.incidents.unrouted.open", () -> lost.unrouted())
        .description("Open incidents that nobody could be found for (counted up to 100,000)")
        .register(meters);
    Gauge.builder("imas.incidents.triage.open", () -> lost.inTriage())
        .description("Open incidents whose alerts name no known service (counted up to 100,000)")
        .register(meters);
    Gauge.builder("imas.delivery.outcomes.backlog", () -> backlog.waiting())
        .description("Outcomes of deliveries that wait for core (counted up to 100,000)")
        .register(meters);
    Gauge.builder("imas.delivery.outcomes.oldest.seconds", () -> backlog.oldestSeconds())
        .description("How long the oldest outcome of a delivery has waited for core")
        .register(meters);
  }

  void backlog(Backlog measured) {
    backlog = measured;
  }

  void lost(Lost counted) {
    lost = counted;
  }

  void redirected(List<Redirected> pages) {
    for (Redirected page : pages) {
      if (page.unrouted() && !page.incident().isTest()) {
        unrouted.increment();
      }
      Counter.builder("imas.page.fallbacks")
          .description("Pages that reached nobody, by reason and by who is notified instead")
          .tag("reason", page.late() ? "late" : "dead")
          .tag(
              "to",
              switch (page.decision()) {
                case TellOthers others -> others.level().name().toLowerCase(Locale.ROOT);
                case MovesOn on -> "next_step";
                case NobodyLeft nobody -> "nobody";
                case Nothing nothing -> "nobody";
                case AskAgain again -> "nobody";
              })
          .register(meters)
          .increment();
    }
  }
}
