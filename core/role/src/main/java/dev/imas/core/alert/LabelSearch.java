package dev.imas.core.alert;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.rule.Matcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
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

  private final Vertx vertx;
  private final UnindexedReads reads;
  private final AlertCountRepository alerts = new AlertCountRepository();

  public LabelSearch(Vertx vertx, UnindexedReads reads) {
    this.vertx = vertx;
    this.reads = reads;
  }

  /** Runs the work in a transaction of its own, when there is room. */
  <T> Future<T> run(TenantId tenant, Function<Tx, Future<T>> work) {
    return reads.run(tenant, "alerts", "status, service or name", work);
  }

  /** With what the labels must be; asks the database which values there are, where it has to. */
  Future<AlertRepository.Filter> resolve(
      Tx tx, AlertRepository.Filter filter, List<Matcher> matchers) {
    Future<AlertRepository.Filter> resolved =
        Future.succeededFuture(filter.withLabels(LabelTests.of(matchers)));
    for (Matcher m : matchers) {
      if (LabelTests.needsValues(m)) {
        resolved = resolved.compose(so -> narrowed(tx, so, m));
      }
    }
    return resolved;
  }

  private Future<AlertRepository.Filter> narrowed(
      Tx tx, AlertRepository.Filter filter, Matcher matcher) {
    return alerts
        .labelValues(tx, filter, matcher.name(), MOST_VALUES + 1)
        // Thousands of expressions' runs are not for the event loop.
        .compose(values -> vertx.executeBlocking(() -> with(filter, matcher, values), false));
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
