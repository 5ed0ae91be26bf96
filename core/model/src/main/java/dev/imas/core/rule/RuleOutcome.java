package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What the matching rules decide together. They are applied in order, and a later rule changes
 * nothing that an earlier one decided. A service that the catalog does not hold counts as decided:
 * it is recorded, and the labels choose the service.
 */
final class RuleOutcome {

  static final int UNSAID = -1;

  // The index of the rule that decided it, or UNSAID.
  int serviceRule = UNSAID;
  int severityRule = UNSAID;
  int groupByRule = UNSAID;
  int autoResolveRule = UNSAID;
  int dropRule = UNSAID;

  @Nullable Service service;
  @Nullable Severity severity;
  boolean severityMapped;
  String @Nullable [] groupBy;
  boolean autoResolve;
  boolean isRecorded;

  /**
   * @return whether the rule has decided the service or the severity
   */
  boolean apply(int index, CompiledRule rule, Labels labels) {
    boolean decides = false;
    if (serviceRule == UNSAID && rule.namesService) {
      serviceRule = index;
      service = rule.service;
      decides = true;
    }
    if (severityRule == UNSAID) {
      Severity said = rule.severity;
      boolean mapped = false;
      if (said == null && rule.mapping != null) {
        said = rule.mapping.find(labels);
        mapped = true;
      }
      if (said != null) {
        severityRule = index;
        severity = said;
        severityMapped = mapped;
        decides = true;
      }
    }
    if (groupByRule == UNSAID && rule.groupBy != null) {
      groupByRule = index;
      groupBy = rule.groupBy;
    }
    if (autoResolveRule == UNSAID && rule.autoResolve != null) {
      autoResolveRule = index;
      autoResolve = rule.autoResolve;
    }
    isRecorded |= rule.definition.shouldRecord() != null;
    if (rule.drop != null) {
      dropRule = index;
    }
    return decides;
  }

  /** A rule named a service, and the catalog holds none of that name. */
  boolean serviceMissing() {
    return serviceRule != UNSAID && service == null;
  }
}
