package dev.imas.core.rule;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.Attribute;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What labels, sender and the rules so far have decided of an alert, as later rules ask for it.
 *
 * @param service what it would go to if no later rule had another
 */
record Decided(ServiceCatalog.Keys service, Severity severity) {

  private static final Map<Severity, List<String>> SEVERITIES = new EnumMap<>(Severity.class);

  static {
    for (Severity severity : Severity.values()) {
      SEVERITIES.put(severity, List.of(Attribute.key(severity.name())));
    }
  }

  List<String> severityKeys() {
    return SEVERITIES.getOrDefault(severity, List.of());
  }
}
