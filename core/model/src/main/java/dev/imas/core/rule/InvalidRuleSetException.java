package dev.imas.core.rule;

import java.util.List;

/** A rule set that cannot be compiled, with everything that is wrong with it. */
public final class InvalidRuleSetException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<RuleFault> faults;

  InvalidRuleSetException(List<RuleFault> faults) {
    super(faults.size() + " faults in the rule set; the first is " + faults.get(0));
    this.faults = List.copyOf(faults);
  }

  public List<RuleFault> faults() {
    return faults;
  }
}
