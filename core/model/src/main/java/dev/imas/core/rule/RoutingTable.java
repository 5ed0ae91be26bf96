package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Instant;
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

  /** Whether a rule sets labels. */
  private final boolean enriches;

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
    this.enriches = Arrays.stream(rules).anyMatch(rule -> rule.enricher != null);
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
    this.enriches = other.enriches;
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
      if ((!rule.matchers.isEmpty() || rule.when != null) && rule.narrowings.isEmpty()) {
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

  /**
   * Routes an alert with a few lookups, whatever the number of rules. May run on an event loop.
   *
   * @param sent the severity that the sender gave, if any
   * @param sourceDefault the severity if nobody else gives one
   * @param at when the alert was received, by which rules that ask for a time are judged
   * @param naming what the alert is called, by which it is grouped unless a rule says otherwise
   */
  public Routing route(
      Labels labels, @Nullable Severity sent, Severity sourceDefault, Instant at, Naming naming) {
    if (enriches) {
      return enriched(labels, sent, sourceDefault, at, naming, rule -> {});
    }
    RuleSearch search = search(labels, at, 0);
    RuleOutcome outcome = new RuleOutcome();
    for (int i = 0; i < search.matched(); i++) {
      outcome.apply(search.match(i), rules[search.match(i)], labels);
    }
    int first = search.matched() == 0 ? Routing.NO_RULE : search.match(0);
    return conclude(first, outcome, labels, sent, sourceDefault, naming);
  }

  /** The same for labels of which nothing else is known. */
  public Routing route(Labels labels, @Nullable Severity sent, Severity sourceDefault, Instant at) {
    return route(labels, sent, sourceDefault, at, Naming.UNKNOWN);
  }

  /**
   * The same, and tells which rules matched.
   *
   * @param matched gets the index of each, in order
   */
  public Routing route(
      Labels labels,
      @Nullable Severity sent,
      Severity sourceDefault,
      Instant at,
      Naming naming,
      IntConsumer matched) {
    if (enriches) {
      return enriched(labels, sent, sourceDefault, at, naming, matched);
    }
    RuleSearch search = search(labels, at, 0);
    RuleOutcome outcome = new RuleOutcome();
    for (int i = 0; i < search.matched(); i++) {
      int rule = search.match(i);
      matched.accept(rule);
      outcome.apply(rule, rules[rule], labels);
    }
    int first = search.matched() == 0 ? Routing.NO_RULE : search.match(0);
    return conclude(first, outcome, labels, sent, sourceDefault, naming);
  }

  private Routing enriched(
      Labels labels,
      @Nullable Severity sent,
      Severity sourceDefault,
      Instant at,
      Naming naming,
      IntConsumer matched) {
    EnrichedSearch search = new EnrichedSearch(labels).run(this, at, matched);
    return conclude(search.first, search.outcome, search.labels, sent, sourceDefault, naming);
  }

  /** The labels that rules set for such an alert, and what they set them to. */
  Map<String, String> enrichedBy(Labels labels, Instant at) {
    return enriches ? new EnrichedSearch(labels).run(this, at, rule -> {}).enriched : Map.of();
  }

  /** Explains the same routing to people, with each step. It is slow. */
  public Explanation explain(
      Labels labels, @Nullable Severity sent, Severity sourceDefault, Instant at, Naming naming) {
    return new Explainer(this, labels, at, naming).explain(sent, sourceDefault);
  }

  /** The same for labels of which nothing else is known. */
  public Explanation explain(
      Labels labels, @Nullable Severity sent, Severity sourceDefault, Instant at) {
    return explain(labels, sent, sourceDefault, at, Naming.UNKNOWN);
  }

  /**
   * @param from the index of the first rule that may match
   */
  RuleSearch search(Labels labels, Instant at, int from) {
    RuleSearch search = new RuleSearch(rules, labels, at, failed, places, from);
    index.offer(search);
    search.finish();
    return search;
  }

  Routing conclude(
      int firstRule,
      RuleOutcome outcome,
      Labels labels,
      @Nullable Severity sent,
      Severity sourceDefault,
      Naming naming) {
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
      severity = sent == null ? sourceDefault : sent;
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
            naming.isWeak());
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
