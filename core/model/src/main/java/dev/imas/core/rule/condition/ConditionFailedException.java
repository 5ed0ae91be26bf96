package dev.imas.core.rule.condition;

/**
 * An expression could not be evaluated for an alert. Its rule does not match, whatever stands
 * around the expression.
 */
public final class ConditionFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConditionFailedException(String message) {
    // Without a stack: it may be thrown for each alert.
    super(message, null, false, false);
  }
}
