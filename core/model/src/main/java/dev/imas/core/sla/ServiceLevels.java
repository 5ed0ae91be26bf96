package dev.imas.core.sla;

import dev.imas.core.model.Severity;
import java.util.Map;

/**
 * What is promised, in one version that does not change any more. Clocks keep the version under
 * which they began.
 *
 * @param response goals by the service's tier; a tier that is missing has none
 * @param resolution goals by the incident's severity; a severity that is missing has none
 */
public record ServiceLevels(
    int version, Map<ServiceTier, ClockGoal> response, Map<Severity, ClockGoal> resolution) {

  public ServiceLevels {
    response = Map.copyOf(response);
    resolution = Map.copyOf(resolution);
  }

  /** The goal of a clock as long as its incident has that severity and tier. */
  public ClockGoal goal(ClockKind kind, Severity severity, ServiceTier tier) {
    return switch (kind) {
      case RESPONSE -> response.getOrDefault(tier, ClockGoal.none(tier.name()));
      case RESOLUTION -> resolution.getOrDefault(severity, ClockGoal.none(severity.name()));
    };
  }

  /**
   * The goal that a clock was last given.
   *
   * @param aim as {@link ClockGoal#aim} has it
   */
  public ClockGoal goal(ClockKind kind, String aim) {
    return kind == ClockKind.RESPONSE
        ? goal(kind, Severity.SEV4_LOW, ServiceTier.valueOf(aim))
        : goal(kind, Severity.valueOf(aim), ServiceTier.TIER_3);
  }

  /** Whether there is any goal of that kind. Without one, there are no such clocks. */
  public boolean measures(ClockKind kind) {
    return (kind == ClockKind.RESPONSE ? response : resolution)
        .values().stream().anyMatch(goal -> goal.within() != null);
  }
}
