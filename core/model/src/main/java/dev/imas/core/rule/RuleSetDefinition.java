package dev.imas.core.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's rules, in order of precedence. */
public record RuleSetDefinition(List<RuleDefinition> rules) {

  public static final RuleSetDefinition EMPTY = new RuleSetDefinition(List.of());

  private static final RuleDefinition NOTHING =
      new RuleDefinition("", "", List.of(), null, null, null, null, null, false);

  public RuleSetDefinition {
    rules = rules == null ? List.of() : rules.stream().map(RuleSetDefinition::orNothing).toList();
  }

  /**
   * All that is wrong with it (the first {@link RuleLimits#FAULTS}), in order; empty when it can be
   * compiled, and matching costs no more than it may. Takes time in proportion to its size: not for
   * an event loop.
   */
  public List<RuleFault> faults() {
    RuleSetCheck check = RuleSetCheck.of(this);
    return check.faults().isEmpty() ? MatchingCost.faults(this, check) : check.faults();
  }

  private static RuleDefinition orNothing(@Nullable RuleDefinition rule) {
    return rule == null ? NOTHING : rule;
  }
}
