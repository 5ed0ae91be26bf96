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

  /** In rules, by the memory that it takes. */
  private static final int SIZE_OF_TABLE = 5_000;

  private final int version;
  private final RuleSetDefinition definition;
  private final LookupTable.Versions tables;

  /** Made when first needed: where the first rule that matches is the last, it is not. */
  private volatile @Nullable RoutingTable table;

  private ActingRules(int version, RuleSetDefinition definition, LookupTable.Versions tables) {
    this.tables = tables;
    this.version = version;
    this.definition = definition;
  }

  /** Empty if no rule says anything of incidents, or sets labels by which they are judged. */
  public static Optional<ActingRules> of(
      int version, RuleSetDefinition definition, LookupTable.Versions tables) {
    return definition.rules().stream().anyMatch(rule -> rule.acts() || rule.enrich() != null)
        ? Optional.of(new ActingRules(version, definition, tables))
        : Optional.empty();
  }

  /** How many rules there are. One that enriches counts as much as its table may take. */
  public int size() {
    int enriching = (int) definition.rules().stream().filter(rule -> rule.enrich() != null).count();
    return definition.rules().size() + enriching * SIZE_OF_TABLE;
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
    if (!rule.continues() && rule.enrich() == null) {
      return RuleActions.of(List.of(rule));
    }
    List<RuleDefinition> matched = new ArrayList<>();
    table()
        .route(
            labels,
            null,
            Severity.SEV3_MEDIUM,
            at,
            Naming.UNKNOWN,
            i -> matched.add(definition.rules().get(i)));
    return RuleActions.of(matched).withLabels(table().enrichedBy(labels, at));
  }

  private RoutingTable table() {
    RoutingTable made = table;
    if (made == null) {
      synchronized (this) {
        made = table;
        if (made == null) {
          made = RoutingTable.compile(version, definition, NO_SERVICES, false, tables);
          table = made;
        }
      }
    }
    return made;
  }
}
