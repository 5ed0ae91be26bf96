package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of the rules, for what it says of incidents. The gateway, which routes, does not know
 * of it: an incident is opened by few of the alerts, and they carry the version and the first rule
 * that matched. Thread-safe.
 */
public final class ActingRules {

  /** What services there are does not change which rules match. */
  private static final ServiceCatalog NO_SERVICES =
      ServiceCatalog.of(List.of(new Service(new UUID(0, 0), "triage", List.of(), true)));

  private final int version;
  private final RuleSetDefinition definition;

  /** Made when first needed: where the first rule that matches is the last, it is not. */
  private volatile @Nullable RoutingTable table;

  private ActingRules(int version, RuleSetDefinition definition) {
    this.version = version;
    this.definition = definition;
  }

  /** Empty if no rule says anything of incidents. */
  public static Optional<ActingRules> of(int version, RuleSetDefinition definition) {
    return definition.rules().stream().anyMatch(RuleDefinition::acts)
        ? Optional.of(new ActingRules(version, definition))
        : Optional.empty();
  }

  /** How many rules there are. */
  public int size() {
    return definition.rules().size();
  }

  /**
   * May take a second for the largest rule sets, once for each.
   *
   * @param first index of the first rule that matched; {@link Routing#NO_RULE} for none
   * @param labels of the alert, as it was routed
   * @param at when it was received
   */
  public RuleActions actions(int first, Labels labels, Instant at) {
    if (first < 0 || first >= definition.rules().size()) {
      return RuleActions.NONE;
    }
    RuleDefinition rule = definition.rules().get(first);
    if (!rule.continues()) {
      return RuleActions.of(List.of(rule));
    }
    List<RuleDefinition> matched = new ArrayList<>();
    table()
        .route(labels, null, Severity.SEV3_MEDIUM, at, i -> matched.add(definition.rules().get(i)));
    return RuleActions.of(matched);
  }

  private RoutingTable table() {
    RoutingTable made = table;
    if (made == null) {
      synchronized (this) {
        made = table;
        if (made == null) {
          made = RoutingTable.compile(version, definition, NO_SERVICES, false);
          table = made;
        }
      }
    }
    return made;
  }
}
