package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Services that alerts find by their label before a change of the rules, and no more after it: a
 * rule that takes every alert, such as the last one of an import, takes them away from what was
 * there. Pure.
 */
final class Redirected {

  private static final int NAMED = 5;

  private Redirected() {}

  /**
   * Rules, and what they read.
   *
   * @param tables the {@linkplain LookupTables lookup tables} that they name
   */
  record Rules(RuleSetDefinition definition, LookupTable.Versions tables) {}

  /**
   * A warning for each rule that takes such alerts.
   *
   * @param services as they are after the change
   * @param at when the rules begin to hold
   */
  static List<String> warnings(Rules before, Rules after, List<ServiceView> services, Instant at) {
    RoutingTable then = table(before, services);
    RoutingTable now = table(after, services);
    Map<Integer, TreeSet<String>> taken = new LinkedHashMap<>();
    for (ServiceView service : services) {
      if (service.isActive() && !service.isTriage()) {
        Labels labels = Labels.of(Map.of("service", service.name()));
        Routing other = route(now, labels, at);
        if (route(then, labels, at).serviceId().equals(service.id())
            && !other.serviceId().equals(service.id())) {
          taken.computeIfAbsent(other.rule(), rule -> new TreeSet<>()).add(service.name());
        }
      }
    }
    return taken.entrySet().stream()
        .map(one -> warning(after.definition, one.getKey(), one.getValue()))
        .toList();
  }

  private static RoutingTable table(Rules rules, List<ServiceView> services) {
    return RoutingTable.compile(
        0, rules.definition, StoredRules.catalog(services), true, rules.tables);
  }

  private static Routing route(RoutingTable table, Labels labels, Instant at) {
    return table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, at));
  }

  private static String warning(RuleSetDefinition rules, int rule, TreeSet<String> names) {
    String named = String.join(", ", names.stream().limit(NAMED).toList());
    return (rule < 0 ? "other rules" : "the rule '" + rules.rules().get(rule).name() + "'")
        + " will take the alerts that name "
        + (names.size() == 1 ? "the service " : "the services ")
        + named
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "")
        + " by the label service; to keep them there, put a rule for them before it";
  }
}
