package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.condition.AlertContext;
import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.ConditionFailedException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search for the rules that match an alert: the first that ends the search, and those before it
 * that continue. Lists of candidates come in any order; within a list the indexes ascend.
 */
final class RuleSearch implements AlertContext {

  private static final int[] NONE = {};
  private static final byte[] NOTHING = {};

  final Labels labels;
  private final RoutedAlert alert;
  private final @Nullable Decided decided;
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
   * @param labels of the alert, with what earlier rules have set
   * @param decided by labels, sender and earlier rules; null where no rule asks for it
   * @param failed is told of each condition that could not be evaluated
   * @param places how many expressions several rules share
   * @param from the index of the first rule that may match
   */
  RuleSearch(
      CompiledRule[] rules,
      RoutedAlert alert,
      Labels labels,
      @Nullable Decided decided,
      Runnable failed,
      int places,
      int from) {
    this.from = from;
    this.alert = alert;
    this.decided = decided;
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
      return when.holds(this);
    } catch (ConditionFailedException e) {
      failed.run();
      return false;
    }
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Instant receivedAt() {
    return alert.at();
  }

  @Override
  public List<String> keys(Attribute attribute) {
    Decided known = decided;
    return switch (attribute) {
      case SOURCE -> alert.origin().source();
      case SOURCE_TYPE -> alert.origin().type();
      case SERVICE -> known == null ? List.of() : known.service().service();
      case TIER -> known == null ? List.of() : known.service().tier();
      case TEAM -> known == null ? List.of() : known.service().team();
      case SEVERITY -> known == null ? List.of() : known.severityKeys();
    };
  }

  /** Sorts what was found into the order of the rules. Call once, after the last candidates. */
  void finish() {
    if (size > 1) {
      Arrays.sort(continued, 0, size);
      // One that names a thing twice, by name and by id, is found twice.
      int kept = 1;
      for (int i = 1; i < size; i++) {
        if (continued[i] != continued[kept - 1]) {
          continued[kept++] = continued[i];
        }
      }
      size = kept;
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
