package dev.imas.core.alert;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.rule.Matcher;
import java.util.List;
import java.util.function.Function;

/**
 * Searches alerts by label, which no index serves. Labels are stored as text, so that ingest does
 * not pay for an index. A search is also limited in the values and steps of its expressions.
 */
public final class LabelSearch {

  /** The most distinct values of one label that an expression is tested on. */
  static final int MOST_VALUES = 10_000;

  /**
   * The most steps of expressions over values. A step takes a nanosecond or two, at worst twenty.
   */
  private static final long MOST_STEPS = 50_000_000;

  private final Computations computations;
  private final UnindexedReads reads;
  private final AlertCountRepository alerts = new AlertCountRepository();

  /**
   * @param computations run expressions
   */
  public LabelSearch(Computations computations, UnindexedReads reads) {
    this.computations = computations;
    this.reads = reads;
  }

  /** Runs the work in a transaction of its own, as soon as its turn comes. */
  <T> T call(TenantId tenant, Function<Tx, T> work) {
    return reads.call(tenant, "alerts", "status, service or name", work);
  }

  /**
   * Whether {@link #narrowed} reads values. Then it is called without an open transaction, whose
   * connection would wait for the computation.
   */
  static boolean needsValues(List<Matcher> matchers) {
    return matchers.stream().anyMatch(LabelTests::needsValues);
  }

  /**
   * Adds the conditions on labels to the filter. For expressions it first reads the values that
   * exist, each in a transaction of its own.
   */
  AlertFilter narrowed(TenantId tenant, AlertFilter filter, List<Matcher> matchers) {
    AlertFilter narrowed = filter.withLabels(LabelTests.of(matchers));
    for (Matcher m : matchers) {
      if (LabelTests.needsValues(m)) {
        narrowed = narrowed(tenant, narrowed, m);
      }
    }
    return narrowed;
  }

  private AlertFilter narrowed(TenantId tenant, AlertFilter filter, Matcher matcher) {
    List<String> values =
        call(tenant, tx -> alerts.labelValues(tx, filter, matcher.name(), MOST_VALUES + 1).await());
    // Thousands of expression runs would block other work on this thread.
    return computations.of(tenant).call(() -> with(filter, matcher, values));
  }

  private static AlertFilter with(AlertFilter filter, Matcher matcher, List<String> values) {
    if (values.size() > MOST_VALUES) {
      throw tooMuch(
          "the label '" + matcher.name() + "' has more than " + MOST_VALUES + " values here");
    }
    if (values.stream().mapToLong(v -> matcher.steps(v.length())).sum() > MOST_STEPS) {
      throw tooMuch("'" + matcher + "' takes too long for so many values");
    }
    return filter.withLabels(filter.labels().with(matcher, values));
  }

  private static Fault tooMuch(String what) {
    return Fault.at(
        Fault.Kind.BAD_REQUEST,
        LabelQuery.NAME,
        what
            + "; list values with =~\"a|b\", or add another label, a service or a name to "
            + "the filter");
  }
}
