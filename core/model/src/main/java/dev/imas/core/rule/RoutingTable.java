package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.Attribute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's rules and services, compiled. Immutable and thread-safe.
 *
 * <p>Rules are tried in order, and the first that matches ends the search. If it says {@code
 * continue}, later matching rules decide what it left open (service, severity, group-by,
 * auto-resolve), up to the first that does not continue. One that drops may be that last one. The
 * alert's labels, the sender and the defaults decide what no rule does.
 */
public final class RoutingTable {

  final int version;
  final ServiceCatalog catalog;
  final CompiledRule[] rules;
  private final boolean defaultAutoResolve;
  private final Runnable failed;
  private final RuleIndex index;
  private final int widestCandidates;

  /** Whether what a rule does may matter to the conditions of later ones. */
  private final boolean isStepped;

  /** Whether a rule asks for service, tier, team or severity. */
  final boolean asksWhatIsDecided;

  /** Expressions that several rules share. */
  private final int places;

  private final Map<UUID, String> keyPrefixes;

  private RoutingTable(
      int version,
      CompiledRule[] rules,
      ServiceCatalog catalog,
      boolean defaultAutoResolve,
      Runnable failed) {
    this.failed = failed;
    this.version = version;
    this.rules = rules;
    this.catalog = catalog;
    this.defaultAutoResolve = defaultAutoResolve;
    RuleIndexBuilder builder = new RuleIndexBuilder(rules);
    this.index = builder.build();
    this.widestCandidates = builder.widest();
    this.asksWhatIsDecided =
        Arrays.stream(rules).anyMatch(rule -> rule.asked.stream().anyMatch(Attribute::isDecided));
    this.isStepped =
        asksWhatIsDecided || Arrays.stream(rules).anyMatch(rule -> rule.enricher != null);
    this.places = share(rules);
    this.keyPrefixes = new HashMap<>();
    catalog.services().forEach(s -> keyPrefixes.put(s.id(), GroupKey.prefix(s)));
  }

  private RoutingTable(RoutingTable other, boolean defaultAutoResolve) {
    this.failed = other.failed;
    this.version = other.version;
    this.rules = other.rules;
    this.catalog = other.catalog;
    this.defaultAutoResolve = defaultAutoResolve;
    this.index = other.index;
    this.widestCandidates = other.widestCandidates;
    this.asksWhatIsDecided = other.asksWhatIsDecided;
    this.isStepped = other.isStepped;
    this.places = other.places;
    this.keyPrefixes = other.keyPrefixes;
  }

  /**
   * The same rules, where none of them says it, with another answer to whether an incident resolves
   * with its last alert. It shares everything with this one.
   */
  public RoutingTable defaultingTo(boolean autoResolve) {
    return new RoutingTable(this, autoResolve);
  }

  /** How many expressions several rules share; each then runs once for an alert. */
  static int share(CompiledRule[] rules) {
    Map<Matcher, Integer> uses = new HashMap<>();
    for (CompiledRule rule : rules) {
      rule.matchers.stream()
          .filter(Matcher::isExpression)
          .forEach(m -> uses.merge(m, 1, Integer::sum));
    }
    Map<Matcher, Integer> places = new HashMap<>();
    uses.forEach(
        (matcher, n) -> {
          if (n > 1) {
            places.put(matcher, places.size());
          }
        });
    for (CompiledRule rule : rules) {
      rule.remember(places);
    }
    return places.size();
  }

  /** The same, without telling anybody of conditions that fail. */
  public static RoutingTable compile(
      int version,
      RuleSetDefinition definition,
      ServiceCatalog catalog,
      boolean defaultAutoResolve) {
    return compile(version, definition, catalog, defaultAutoResolve, LookupTable.Versions.NONE);
  }

  /** The same, of rules that may name lookup tables. */
  public static RoutingTable compile(
      int version,
      RuleSetDefinition definition,
      ServiceCatalog catalog,
      boolean defaultAutoResolve,
      LookupTable.Versions tables) {
    return compile(version, definition, catalog, defaultAutoResolve, tables, () -> {});
  }

  /**
   * May take seconds for the largest rule sets. Never call it on an event loop.
   *
   * @param version version of the rule set; 0 if the tenant has none
   * @param tables the versions of lookup tables that the rules name
   * @param failed is told, from any thread, of each condition that could not be evaluated, so that
   *     its rule did not match
   * @throws InvalidRuleSetException with all faults
   */
  public static RoutingTable compile(
      int version,
      RuleSetDefinition definition,
      ServiceCatalog catalog,
      boolean defaultAutoResolve,
      LookupTable.Versions tables,
      Runnable failed) {
    RuleSetCheck check = RuleSetCheck.of(definition);
    List<RuleFault> faults = check.faults();
    if (!faults.isEmpty()) {
      throw new InvalidRuleSetException(faults);
    }
    CompiledRule[] rules = new CompiledRule[definition.rules().size()];
    for (int i = 0; i < rules.length; i++) {
      rules[i] =
          new CompiledRule(
              definition.rules().get(i), check.matchers(i), check.when(i), catalog, tables);
    }
    return new RoutingTable(version, rules, catalog, defaultAutoResolve, failed);
  }

  public int version() {
    return version;
  }

  public ServiceCatalog catalog() {
    return catalog;
  }

  /**
   * Rules that have matchers or a condition, but none that asks for given values ({@code =}, or
   * {@code =~} with plain alternatives). Each is tried for every alert, so activation warns about
   * them.
   */
  public int unindexedRules() {
    int n = 0;
    for (CompiledRule rule : rules) {
      if (rule.isActive
          && (!rule.matchers.isEmpty() || rule.when != null)
          && rule.narrowings.isEmpty()) {
        n++;
      }
    }
    return n;
  }

  /**
   * The most rules that ask for the same values. An alert with these values tries them one by one.
   */
  public int widestCandidates() {
    return widestCandidates;
  }

  /** Routes an alert with a few lookups, whatever the number of rules. May run on an event loop. */
  public Routing route(RoutedAlert alert) {
    if (isStepped) {
      return stepped(alert, rule -> {});
    }
    RuleSearch search = search(alert, alert.labels(), null, 0);
    RuleOutcome outcome = new RuleOutcome();
    for (int i = 0; i < search.matched(); i++) {
      outcome.apply(search.match(i), rules[search.match(i)], alert.labels());
    }
    int first = search.matched() == 0 ? Routing.NO_RULE : search.match(0);
    return conclude(first, outcome, alert, alert.labels());
  }

  /**
   * The same, and tells which rules matched.
   *
   * @param matched gets the index of each, in order
   */
  public Routing route(RoutedAlert alert, IntConsumer matched) {
    if (isStepped) {
      return stepped(alert, matched);
    }
    RuleSearch search = search(alert, alert.labels(), null, 0);
    RuleOutcome outcome = new RuleOutcome();
    for (int i = 0; i < search.matched(); i++) {
      int rule = search.match(i);
      matched.accept(rule);
      outcome.apply(rule, rules[rule], alert.labels());
    }
    int first = search.matched() == 0 ? Routing.NO_RULE : search.match(0);
    return conclude(first, outcome, alert, alert.labels());
  }

  private Routing stepped(RoutedAlert alert, IntConsumer matched) {
    SteppedSearch search = new SteppedSearch(this, alert).run(matched);
    return conclude(search.first, search.outcome, alert, search.labels);
  }

  /** The labels that rules set for such an alert, and what they set them to. */
  Map<String, String> enrichedBy(RoutedAlert alert) {
    return isStepped ? new SteppedSearch(this, alert).run(rule -> {}).enriched : Map.of();
  }

  /** Explains the same routing to people, with each step. It is slow. */
  public Explanation explain(RoutedAlert alert) {
    return new Explainer(this, alert).explain();
  }

  /**
   * @param labels with what earlier rules have set of them
   * @param decided null where no rule asks for it
   * @param from the index of the first rule that may match
   */
  RuleSearch search(RoutedAlert alert, Labels labels, @Nullable Decided decided, int from) {
    RuleSearch search = context(alert, labels, decided, from);
    index.offer(search);
    search.finish();
    return search;
  }

  /** What conditions see of the alert. */
  RuleSearch context(RoutedAlert alert, Labels labels, @Nullable Decided decided, int from) {
    return new RuleSearch(rules, alert, labels, decided, failed, places, from);
  }

  /** What is decided if no later rule says otherwise; null where no rule asks for it. */
  @Nullable Decided decided(RoutedAlert alert, Labels labels, RuleOutcome outcome) {
    if (!asksWhatIsDecided) {
      return null;
    }
    Service service = outcome.service == null ? catalog.in(labels) : outcome.service;
    return new Decided(
        catalog.keysOf(service), outcome.severity == null ? alert.severity() : outcome.severity);
  }

  Routing conclude(int firstRule, RuleOutcome outcome, RoutedAlert alert, Labels labels) {
    Severity sent = alert.sent();
    Naming naming = alert.naming();
    ServiceFound serviceFound = ServiceFound.RULE;
    Service service = outcome.service;
    if (service == null) {
      serviceFound = catalog.findIn(labels);
      service = catalog.named(serviceFound, labels);
      service = service == null ? catalog.triage() : service;
    }
    Severity severity = outcome.severity;
    SeverityFound severityFound =
        outcome.severityMapped ? SeverityFound.RULE_MAPPING : SeverityFound.RULE_OVERRIDE;
    if (severity == null) {
      severity = alert.severity();
      severityFound = sent == null ? SeverityFound.SOURCE_DEFAULT : SeverityFound.SENDER_LABEL;
    }
    short decision =
        Decision.code(
            serviceFound,
            outcome.serviceMissing(),
            severityFound,
            outcome.autoResolveRule == RuleOutcome.UNSAID
                ? defaultAutoResolve
                : outcome.autoResolve,
            outcome.groupBy != null,
            naming.isWeak(),
            SentSeverity.of(sent),
            outcome.isRecorded);
    String key = groupKey(service, outcome.groupBy, labels, naming);
    return new Routing(service.id(), severity, key, version, firstRule, decision, dropped(outcome));
  }

  private Routing.@Nullable Dropped dropped(RuleOutcome outcome) {
    if (outcome.dropRule == RuleOutcome.UNSAID) {
      return null;
    }
    RuleDefinition rule = rules[outcome.dropRule].definition;
    String why = rule.drop();
    return why == null ? null : new Routing.Dropped(outcome.dropRule, rule.name(), why);
  }

  private String groupKey(
      Service service, String @Nullable [] groupBy, Labels labels, Naming naming) {
    String known = keyPrefixes.get(service.id());
    String prefix = known == null ? GroupKey.prefix(service) : known;
    if (groupBy == CompiledRule.ALL_LABELS) {
      return GroupKey.ofAll(prefix, labels);
    }
    return groupBy == null
        ? DefaultGrouping.of(labels, naming).key(prefix, labels, naming)
        : GroupKey.of(prefix, groupBy, labels);
  }
}
