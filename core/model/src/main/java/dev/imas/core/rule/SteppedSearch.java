package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The search of a rule set in which later rules see what earlier ones did: labels that they set,
 * and the service and severity that they decided. Behind each rule that has changed what others ask
 * for, it searches anew.
 */
final class SteppedSearch {

  private final RoutingTable table;
  private final RoutedAlert alert;
  final RuleOutcome outcome = new RuleOutcome();
  final Map<String, String> enriched = new HashMap<>();
  int first = Routing.NO_RULE;

  /** With what the rules have set. */
  Labels labels;

  SteppedSearch(RoutingTable table, RoutedAlert alert) {
    this.table = table;
    this.alert = alert;
    this.labels = alert.labels();
  }

  /**
   * @param matched gets the index of each rule that matches, in order
   */
  SteppedSearch run(IntConsumer matched) {
    int from = 0;
    while (from < table.rules.length) {
      RuleSearch search = table.search(alert, labels, table.decided(alert, labels, outcome), from);
      from = table.rules.length;
      for (int i = 0; i < search.matched(); i++) {
        int index = search.match(i);
        CompiledRule rule = table.rules[index];
        first = first == Routing.NO_RULE ? index : first;
        boolean changed = enrich(rule);
        boolean decides = outcome.apply(index, rule, labels);
        matched.accept(index);
        if (changed || decides && table.asksWhatIsDecided) {
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
