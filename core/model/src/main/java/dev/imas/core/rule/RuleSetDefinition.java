package dev.imas.core.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's rules, in order of precedence. */
public record RuleSetDefinition(List<RuleDefinition> rules) {

  public static final RuleSetDefinition EMPTY = new RuleSetDefinition(List.of());

  private static final RuleDefinition NOTHING = RuleDefinition.matching(List.of());

  public RuleSetDefinition {
    rules = rules == null ? List.of() : rules.stream().map(RuleSetDefinition::orNothing).toList();
  }

  /**
   * All faults (the first {@link RuleLimits#FAULTS}), in order. It is empty when the set can be
   * compiled and matching stays within its limit. The time is proportional to the set's size, so
   * never call it on an event loop.
   */
  public List<RuleFault> faults() {
    RuleSetCheck check = RuleSetCheck.of(this);
    return check.faults().isEmpty() ? MatchingCost.faults(this, check) : check.faults();
  }

  private static RuleDefinition orNothing(@Nullable RuleDefinition rule) {
    return rule == null ? NOTHING : rule;
  }
}
