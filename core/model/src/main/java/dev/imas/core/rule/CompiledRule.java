package dev.imas.core.rule;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.NamedInCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rule ready to run. */
final class CompiledRule {

  /** Groups by every label. Compare it by identity. */
  static final String[] ALL_LABELS = new String[0];

  final RuleDefinition definition;

  /** In the order written. */
  final List<Matcher> matchers;

  /** Null when the matchers say all. */
  final @Nullable Condition when;

  /** Whether it is tried at all. */
  final boolean isActive;

  /** What its condition asks for beside labels and time. */
  final Set<Attribute> asked;

  /** Of matchers and condition, what an index can be built on. */
  final List<Narrowing> narrowings;

  /** Null when the rule names no service, or one that the catalog does not hold. */
  final @Nullable Service service;

  final boolean namesService;
  final @Nullable Severity severity;
  final @Nullable SeverityMapping mapping;
  final String @Nullable [] groupBy;
  final @Nullable Boolean autoResolve;

  /** Why its alerts are dropped; null for alerts that are kept. */
  final @Nullable String drop;

  /** Null for a rule that sets no labels. */
  final @Nullable Enricher enricher;

  final boolean continues;

  /** Cheapest first. */
  private final Matcher[] tests;

  /** Where a search keeps the result of each test; negative where no other rule shares the test. */
  private final int[] places;

  CompiledRule(
      RuleDefinition definition,
      List<Matcher> matchers,
      @Nullable Condition when,
      ServiceCatalog catalog,
      LookupTable.Versions tables) {
    this(
        definition,
        matchers,
        when,
        definition.service() == null ? null : catalog.find(definition.service()),
        Enricher.of(definition.enrich(), tables));
  }

  private CompiledRule(
      RuleDefinition definition,
      List<Matcher> matchers,
      @Nullable Condition when,
      @Nullable Service service,
      @Nullable Enricher enricher) {
    this.definition = definition;
    this.matchers = List.copyOf(matchers);
    this.when = when;
    this.isActive = definition.isActive() == null;
    this.asked = isActive ? NamedInCondition.attributes(definition.when()) : Set.of();
    this.narrowings =
        Stream.concat(
                matchers.stream()
                    .flatMap(m -> Narrowing.of(m.name(), m.indexableValues()).stream()),
                when == null ? Stream.empty() : when.narrowings().stream())
            .toList();
    this.tests = matchers.stream().sorted(Matcher::byCost).toArray(Matcher[]::new);
    this.places = new int[tests.length];
    Arrays.fill(places, -1);
    this.service = service;
    this.namesService = definition.service() != null;
    this.severity =
        definition.severity() == null ? null : Severity.parse(definition.severity()).orElseThrow();
    this.mapping =
        definition.severityMapping() == null
            ? null
            : SeverityMapping.of(definition.severityMapping());
    this.groupBy = definition.groupBy() == null ? null : groupBy(definition.groupBy());
    this.autoResolve = definition.autoResolve();
    this.drop = definition.drop();
    this.enricher = enricher;
    this.continues = definition.continues();
  }

  /** A rule that decides nothing and lets the search go on. */
  static CompiledRule matchingOnly(List<Matcher> matchers) {
    List<String> texts = matchers.stream().map(Matcher::toString).toList();
    return new CompiledRule(RuleDefinition.matching(texts), matchers, null, null, (Enricher) null);
  }

  private static String[] groupBy(List<String> labels) {
    return labels.contains(RuleDefinition.ALL_LABELS)
        ? ALL_LABELS
        : labels.stream().sorted().toArray(String[]::new);
  }

  /** Sets the places of expressions that several rules share. Call it before any match. */
  void remember(Map<Matcher, Integer> shared) {
    for (int i = 0; i < tests.length; i++) {
      places[i] = shared.getOrDefault(tests[i], -1);
    }
  }

  boolean matches(RuleSearch search) {
    for (int i = 0; i < tests.length; i++) {
      if (!(places[i] < 0 ? tests[i].matches(search.labels) : search.ask(tests[i], places[i]))) {
        return false;
      }
    }
    return when == null || search.holds(when);
  }
}
