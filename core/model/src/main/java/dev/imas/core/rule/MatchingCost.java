package dev.imas.core.rule;

import dev.imas.core.rule.condition.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The most steps that matching one alert may take, whatever its labels. It adds the rules that no
 * label narrows down, and for each label that does, its most expensive value. A shared expression
 * counts once, since it runs once for an alert. The result is never too low, and sometimes too
 * high.
 */
final class MatchingCost {

  private static final int RULES_NAMED = 5;
  private static final ServiceCatalog NO_SERVICES =
      ServiceCatalog.of(List.of(new Service(new UUID(0, 0), "-", List.of(), true)));

  private final CompiledRule[] rules;

  /** Expressions already counted on the way down to the current node. */
  private final Set<Matcher> paid = new HashSet<>();

  private MatchingCost(CompiledRule[] rules) {
    this.rules = rules;
  }

  /**
   * A fault that names the most expensive rules, if a set without other faults is too expensive.
   */
  static List<RuleFault> faults(RuleSetDefinition definition, RuleSetCheck check) {
    CompiledRule[] rules = new CompiledRule[definition.rules().size()];
    for (int i = 0; i < rules.length; i++) {
      rules[i] =
          new CompiledRule(
              definition.rules().get(i),
              check.matchers(i),
              check.when(i),
              NO_SERVICES,
              LookupTable.Versions.NONE);
    }
    // Behind each rule that enriches, the rules are searched anew, and behind those that decide
    // service and severity.
    boolean asksWhatIsDecided =
        Arrays.stream(rules).anyMatch(rule -> rule.asked.stream().anyMatch(Attribute::isDecided));
    long searches =
        (asksWhatIsDecided ? 3 : 1)
            + definition.rules().stream().filter(rule -> rule.enrich() != null).count();
    long steps = searches * new MatchingCost(rules).worst(new RuleIndexBuilder(rules).build());
    return steps <= RuleLimits.STEPS
        ? List.of()
        : List.of(
            new RuleFault(
                "/rules",
                "takes up to "
                    + steps
                    + " steps for one alert; at most "
                    + RuleLimits.STEPS
                    + " are allowed. Add matchers with = or =~\"a|b\" beside the expressions, "
                    + "or simplify these. The most expensive: "
                    + dearest(rules)));
  }

  private static String dearest(CompiledRule[] rules) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> -of(rules[i])));
    List<String> named = new ArrayList<>();
    for (int i : order.subList(0, Math.min(RULES_NAMED, order.size()))) {
      named.add("'" + rules[i].definition.name() + "' (/rules/" + i + ", " + of(rules[i]) + ")");
    }
    return String.join(", ", named);
  }

  private static long of(CompiledRule rule) {
    return ofWhen(rule) + rule.matchers.stream().mapToLong(Matcher::worstSteps).sum();
  }

  private static long ofWhen(CompiledRule rule) {
    return rule.when == null ? 0 : rule.when.steps();
  }

  private long worst(RuleIndex node) {
    List<Matcher> paidHere = new ArrayList<>();
    long steps = 0;
    for (int rule : node.rest()) {
      steps += ofWhen(rules[rule]);
      for (Matcher m : rules[rule].matchers) {
        if (!m.isExpression()) {
          steps += m.worstSteps();
        } else if (paid.add(m)) {
          paidHere.add(m);
          steps += m.worstSteps();
        }
      }
    }
    for (Map<String, RuleIndex> values : node.children()) {
      long dearest = 0;
      for (RuleIndex value : values.values()) {
        dearest = Math.max(dearest, worst(value));
      }
      steps += dearest;
    }
    for (Map<String, RuleIndex> keys : node.childrenOfAttributes()) {
      long[] costs = keys.values().stream().mapToLong(this::worst).sorted().toArray();
      for (int i = Math.max(0, costs.length - RuleLimits.KEYS_OF_ATTRIBUTE);
          i < costs.length;
          i++) {
        steps += costs[i];
      }
    }
    paidHere.forEach(paid::remove);
    return steps;
  }
}
