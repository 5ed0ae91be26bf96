package dev.imas.core.rule;

/**
 * One thing wrong with a rule set.
 *
 * @param pointer JSON pointer to the field, such as {@code /rules/3/matchers/0}
 * @param detail what is wrong and what to do about it, for people
 */
public record RuleFault(String pointer, String detail) {

  @Override
  public String toString() {
    return pointer + ": " + detail;
  }
}
