package dev.imas.core.rule;

import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.rule.condition.NamedInCondition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A version of the rules, for what it says of incidents. The gateway, which routes, does not know
 * of it: an incident is opened by few of the alerts, and they carry the version and the first rule
 * that matched. Thread-safe.
 */
public final class ActingRules {

  /** For rules that do not ask for services: which there are does not change what matches. */
  private static final ServiceCatalog NO_SERVICES =
      ServiceCatalog.of(List.of(new Service(new UUID(0, 0), "triage", List.of(), true)));

  /** In rules, by the memory that it takes. */
  private static final int SIZE_OF_TABLE = 5_000;

  private final int version;
  private final RuleSetDefinition definition;
  private final LookupTable.Versions tables;

  /** What the conditions of the rules ask for. */
  private final Set<Attribute> asked;

  /** Made when first needed: where the first rule that matches is the last, it is not. */
  private volatile @Nullable RoutingTable table;

  private ActingRules(int version, RuleSetDefinition definition, LookupTable.Versions tables) {
    this.tables = tables;
    this.version = version;
    this.definition = definition;
    Set<Attribute> all = EnumSet.noneOf(Attribute.class);
    definition.rules().forEach(rule -> all.addAll(NamedInCondition.attributes(rule.when())));
    this.asked = Set.copyOf(all);
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

  /** Whether what they say depends on the services that there are. */
  public boolean asksForServices() {
    return asked.stream().anyMatch(Attribute::isDecided);
  }

  /** Whether what they say depends on the source. */
  public boolean asksForSource() {
    return asked.contains(Attribute.SOURCE) || asked.contains(Attribute.SOURCE_TYPE);
  }

  /**
   * May take a second for the largest rule sets, once for each.
   *
   * @param first index of the first rule that matched; {@link Routing#NO_RULE} for none
   * @param alert as it was routed, with its source where {@link #asksForSource}
   * @param services those of the tenant, where {@link #asksForServices}
   */
  public RuleActions actions(int first, RoutedAlert alert, Supplier<ServiceCatalog> services) {
    if (first < 0 || first >= definition.rules().size()) {
      return RuleActions.NONE;
    }
    RuleDefinition rule = definition.rules().get(first);
    if (!rule.continues() && rule.enrich() == null) {
      return RuleActions.of(List.of(rule));
    }
    RoutingTable routing = table(asksForServices() ? services.get() : NO_SERVICES);
    List<RuleDefinition> matched = new ArrayList<>();
    routing.route(alert, i -> matched.add(definition.rules().get(i)));
    return RuleActions.of(matched).withLabels(routing.enrichedBy(alert));
  }

  private RoutingTable table(ServiceCatalog services) {
    RoutingTable made = table;
    if (made == null || made.catalog() != services) {
      synchronized (this) {
        made = table;
        if (made == null || made.catalog() != services) {
          made = RoutingTable.compile(version, definition, services, false, tables);
          table = made;
        }
      }
    }
    return made;
  }
}
