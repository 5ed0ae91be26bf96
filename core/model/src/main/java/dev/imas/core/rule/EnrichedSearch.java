package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The search of a rule set in which rules set labels. Behind each rule that has set some, it
 * searches anew with them, so that the later rules see them and the earlier ones do not.
 */
final class EnrichedSearch {

  final RuleOutcome outcome = new RuleOutcome();
  final Map<String, String> enriched = new HashMap<>();
  int first = Routing.NO_RULE;

  /** With what the rules have set. */
  Labels labels;

  EnrichedSearch(Labels labels) {
    this.labels = labels;
  }

  /**
   * @param matched gets the index of each rule that matches, in order
   */
  EnrichedSearch run(RoutingTable table, Instant at, IntConsumer matched) {
    int from = 0;
    while (from < table.rules.length) {
      RuleSearch search = table.search(labels, at, from);
      from = table.rules.length;
      for (int i = 0; i < search.matched(); i++) {
        int index = search.match(i);
        CompiledRule rule = table.rules[index];
        first = first == Routing.NO_RULE ? index : first;
        boolean changed = enrich(rule);
        outcome.apply(index, rule, labels);
        matched.accept(index);
        if (changed) {
          from = rule.continues ? index + 1 : table.rules.length;
          break;
        }
      }
    }
    return this;
  }

  /**
   * @return whether it has changed the labels
   */
  private boolean enrich(CompiledRule rule) {
    if (rule.enricher == null) {
      return false;
    }
    Map<String, String> values = rule.enricher.values(labels, enriched.keySet());
    enriched.putAll(values);
    labels = with(labels, values);
    return !values.isEmpty();
  }

  static Labels with(Labels labels, Map<String, String> values) {
    if (values.isEmpty()) {
      return labels;
    }
    Map<String, String> all = labels.toMap();
    all.putAll(values);
    return Labels.of(all);
  }
}
