package dev.imas.core.dora;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.dora.DoraEdition.Bands;
import dev.imas.core.dora.DoraFigures.Frequency;
import dev.imas.core.dora.DoraMetric.Definition;
import dev.imas.core.dora.DoraReader.Asked;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a time, as they are answered.
 *
 * @param until the end of the time, or what was known when, whichever is earlier
 * @param settled whether the same request with this {@code as_of} gets the same answer from now on
 * @param unowned how many of the deployments belong to no service
 * @param bands only where an edition was asked for
 */
record DoraAnswer(
    Instant from,
    Instant to,
    Instant until,
    String timeZone,
    Instant asOf,
    boolean settled,
    @Nullable UUID service,
    @Nullable UUID team,
    @Nullable String environment,
    DoraFigures metrics,
    int unowned,
    List<DoraTarget> targets,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Bands bands,
    List<OfMonth> months,
    List<OfEnvironment> environments,
    Definition definition) {

  /**
   * @param month such as 2026-01; the first and the last may be cut
   */
  record OfMonth(String month, Instant from, Instant to, DoraFigures metrics) {}

  /** How often each environment is deployed to, of every tier. */
  record OfEnvironment(String environment, String tier, Frequency frequency) {}

  static DoraAnswer of(
      Asked asked, boolean isSettled, @Nullable DoraEdition edition, DoraSettings settings) {
    DoraQuery query = asked.query();
    DoraCount count = asked.count();
    DoraFigures figures = count.figures();
    return new DoraAnswer(
        asked.span().from(),
        asked.span().to(),
        asked.until().to(),
        asked.span().zone().getId(),
        query.asOf(),
        isSettled,
        asked.serviceId(),
        asked.teamId(),
        query.environment(),
        figures,
        (int) count.rollouts().stream().filter(one -> one.deployment().service() == null).count(),
        DoraTarget.of(figures, settings),
        edition == null ? null : edition.bands(figures),
        asked.until().months().stream()
            .map(
                month ->
                    new OfMonth(
                        month.month().toString(),
                        month.span().from(),
                        month.span().to(),
                        count.in(month.span()).figures()))
            .toList(),
        asked.byEnvironment().entrySet().stream()
            .map(DoraAnswer::environment)
            .sorted(
                Comparator.comparing(OfEnvironment::environment, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(OfEnvironment::environment)
                    .thenComparing(OfEnvironment::tier))
            .toList(),
        Definition.CURRENT);
  }

  private static OfEnvironment environment(Map.Entry<DoraReader.DoraEnvironment, DoraCount> one) {
    return new OfEnvironment(one.getKey().name(), one.getKey().tier(), one.getValue().frequency());
  }
}
