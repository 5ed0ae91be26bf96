package dev.imas.core.simulation;

import dev.imas.core.intake.AlertFacts;
import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.ActingRules;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.rule.ServiceCatalog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of the incidents that alerts open, beside service, severity and group: those of
 * stored versions, as far as they were read, and the simulated ones. One thread at a time.
 */
final class Acting {

  /** As many as intake keeps. */
  static final int MOST_VERSIONS = 1_000;

  static final int MOST_RULES = 100_000;

  private final Map<Integer, Optional<ActingRules>> stored = new HashMap<>();
  private final Optional<ActingRules> simulated;
  private final ServiceCatalog services;
  private int rules;
  private boolean isPartial;

  /**
   * @param services those of today
   */
  Acting(Optional<ActingRules> simulated, ServiceCatalog services) {
    this.simulated = simulated;
    this.services = services;
  }

  /** Whether this version must be read. */
  boolean wants(int version) {
    if (version == 0 || stored.containsKey(version)) {
      return false;
    }
    boolean hasRoom = stored.size() < MOST_VERSIONS && rules < MOST_RULES;
    isPartial |= !hasRoom;
    return hasRoom;
  }

  /**
   * @param read empty if it is gone, or says nothing of incidents
   */
  void keep(int version, Optional<ActingRules> read) {
    stored.put(version, read);
    rules += read.map(ActingRules::size).orElse(0);
  }

  /** Whether there were more rules than are kept, of which nothing is said. */
  boolean isPartial() {
    return isPartial;
  }

  /** As it was routed then. */
  Known then(Received received) {
    return new Routed(
        received,
        stored.getOrDefault(received.routed().ruleSet(), Optional.empty()),
        services,
        received.routed().ruleSet(),
        received.routed().rule());
  }

  /**
   * As the simulated rules route it.
   *
   * @param rule the first that matches; -1 for none
   */
  Known otherwise(Received received, int version, int rule) {
    return new Routed(received, simulated, services, version, rule);
  }

  private record Routed(
      Received received,
      Optional<ActingRules> rules,
      ServiceCatalog services,
      int version,
      int rule)
      implements Known {

    @Override
    public @Nullable Labels labels() {
      return received.labels();
    }

    @Override
    public RuleTimes times() {
      Labels labels = received.labels();
      return labels == null ? RuleTimes.NONE : actions(labels).times();
    }

    private RuleActions actions(Labels labels) {
      return rules
          .map(one -> one.actions(rule, Rerouting.alert(received, labels), () -> services))
          .orElse(RuleActions.NONE);
    }

    @Override
    public @Nullable AlertFacts facts() {
      Labels labels = received.labels();
      String annotations = received.annotations();
      return labels == null
          ? null
          : new AlertFacts(
              received.transition().fingerprint(),
              received.name(),
              received.source(),
              labels.toMap(),
              annotations == null ? Map.of() : Json.readTexts(annotations),
              null,
              null,
              received.transition().receivedAt(),
              PastRouting.by(version, rule),
              actions(labels));
    }
  }
}
