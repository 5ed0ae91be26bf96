package dev.imas.core.alert;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.rule.Matcher;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads of alerts that no index serves: labels are text, so that taking alerts in costs nothing
 * more for them. Such a read is bounded in what it matches too.
 */
public final class LabelSearch {

  /** Different values of one label that an expression is asked about. */
  static final int MOST_VALUES = 10_000;

  /** Of expressions over values; a step takes a nanosecond or two, at worst twenty. */
  private static final long MOST_STEPS = 50_000_000;

  private final WorkerExecutor computations;
  private final UnindexedReads reads;
  private final AlertCountRepository alerts = new AlertCountRepository();

  /**
   * @param computations where a processor may be kept busy
   */
  public LabelSearch(WorkerExecutor computations, UnindexedReads reads) {
    this.computations = computations;
    this.reads = reads;
  }

  /** The result of the work in a transaction of its own, when there is room. */
  <T> T call(TenantId tenant, Function<Tx, T> work) {
    return reads.call(tenant, "alerts", "status, service or name", work);
  }

  /** With what the labels must be; asks the database which values there are, where it has to. */
  AlertRepository.Filter resolve(Tx tx, AlertRepository.Filter filter, List<Matcher> matchers) {
    AlertRepository.Filter resolved = filter.withLabels(LabelTests.of(matchers));
    for (Matcher m : matchers) {
      if (LabelTests.needsValues(m)) {
        resolved = narrowed(tx, resolved, m);
      }
    }
    return resolved;
  }

  private AlertRepository.Filter narrowed(Tx tx, AlertRepository.Filter filter, Matcher matcher) {
    List<String> values = alerts.labelValues(tx, filter, matcher.name(), MOST_VALUES + 1).await();
    // Thousands of expressions' runs are not for a thread that others need to go on.
    return Objects.requireNonNull(
        computations.executeBlocking(() -> with(filter, matcher, values), false).await());
  }

  private static AlertRepository.Filter with(
      AlertRepository.Filter filter, Matcher matcher, List<String> values) {
    if (values.size() > MOST_VALUES) {
      throw tooMuch(
          "the label '" + matcher.name() + "' has more than " + MOST_VALUES + " values here");
    }
    if (values.stream().mapToLong(v -> matcher.steps(v.length())).sum() > MOST_STEPS) {
      throw tooMuch("'" + matcher + "' takes too long over so many values");
    }
    return filter.withLabels(filter.labels().with(matcher, values));
  }

  private static Fault tooMuch(String what) {
    return Fault.at(
        Fault.Kind.BAD_REQUEST,
        LabelQuery.NAME,
        what + "; list values by =~\"a|b\", or narrow it down by another label, service or name");
  }
}
