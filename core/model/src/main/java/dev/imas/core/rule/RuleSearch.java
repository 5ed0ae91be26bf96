package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.ConditionFailedException;
import java.time.Instant;
import java.util.Arrays;

/**
 * One search for the rules that match an alert: the first that ends the search, and those before it
 * that continue. Lists of candidates come in any order; within a list the indexes ascend.
 */
final class RuleSearch {

  private static final int[] NONE = {};
  private static final byte[] NOTHING = {};

  final Labels labels;
  private final Instant at;
  private final Runnable failed;
  private final CompiledRule[] rules;

  /** Rules from this index on cannot match any more. */
  private int stop = Integer.MAX_VALUE;

  /** The results of shared expressions: 0 not run yet, 1 matched, 2 did not. */
  private byte[] said = NOTHING;

  private final int places;
  private final int from;
  private int[] continued = NONE;
  private int size;
  private int evaluated;

  /**
   * @param at when the alert was received
   * @param failed is told of each condition that could not be evaluated
   * @param places how many expressions several rules share
   * @param from the index of the first rule that may match
   */
  RuleSearch(
      CompiledRule[] rules, Labels labels, Instant at, Runnable failed, int places, int from) {
    this.from = from;
    this.at = at;
    this.failed = failed;
    this.rules = rules;
    this.places = places;
    this.labels = labels;
  }

  void tryInOrder(int[] candidates) {
    for (int index : candidates) {
      if (index >= stop) {
        return;
      }
      if (index < from) {
        continue;
      }
      evaluated++;
      CompiledRule rule = rules[index];
      if (rule.matches(this)) {
        if (!rule.continues) {
          stop = index;
          return;
        }
        if (size == continued.length) {
          continued = Arrays.copyOf(continued, Math.max(4, size * 2));
        }
        continued[size++] = index;
      }
    }
  }

  /** Each expression runs once for an alert, however many rules share it. */
  boolean ask(Matcher test, int place) {
    if (said.length == 0) {
      said = new byte[places];
    }
    if (said[place] == 0) {
      said[place] = (byte) (test.matches(labels) ? 1 : 2);
    }
    return said[place] == 1;
  }

  /** Whether the condition holds. One that cannot be evaluated does not. */
  boolean holds(Condition when) {
    try {
      return when.holds(labels, at);
    } catch (ConditionFailedException e) {
      failed.run();
      return false;
    }
  }

  /** Sorts what was found into the order of the rules. Call once, after the last candidates. */
  void finish() {
    if (size > 1) {
      Arrays.sort(continued, 0, size);
    }
    while (size > 0 && continued[size - 1] > stop) {
      size--;
    }
  }

  int matched() {
    return stop == Integer.MAX_VALUE ? size : size + 1;
  }

  /** Index of the n-th rule that matched. */
  int match(int n) {
    return n < size ? continued[n] : stop;
  }

  /** How many rules were tried. The index exists to keep this number small. */
  int evaluated() {
    return evaluated;
  }
}
