package dev.imas.gateway.edge;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.backlog.Backlog;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.TenantWeights;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides on a request whose body was read: what is severe and what is not is known now. Each
 * signal of overload has two thresholds, the lower one for requests without a SEV1 or SEV2, and
 * each is about the request's own tenant: who keeps within its share is not refused for what others
 * do. Any thread.
 */
public final class Shedding {

  /**
   * @param softWait expected until the first part of a request would be sent; above it only the
   *     severe are taken in
   * @param hardWait likewise, for all
   * @param softBacklog outbox rows that wait for core; above it only the severe may add to them
   * @param hardBacklog likewise, nobody
   */
  public record Limits(Duration softWait, Duration hardWait, long softBacklog, long hardBacklog) {}

  sealed interface Verdict {
    record Taken() implements Verdict {}

    record Shed(Refusal reason, Fault fault) implements Verdict {}
  }

  private static final Verdict TAKEN = new Verdict.Taken();

  private final Limits limits;
  private final Supplier<Backlog> backlog;
  private final Supplier<TenantWeights> weights;

  public Shedding(Limits limits, Supplier<Backlog> backlog, Supplier<TenantWeights> weights) {
    this.limits = limits;
    this.backlog = backlog;
    this.weights = weights;
  }

  /**
   * @param severe it holds a SEV1 or SEV2
   * @param news whether it holds more than mere repeats: only that makes work for core
   * @param expectedWaitNanos of this tenant, until something submitted now would be sent
   */
  Verdict judge(
      TenantId tenant,
      Admission.Share share,
      long expectedWaitNanos,
      boolean severe,
      boolean news) {
    if (!severe && share.isAboveSoftMark()) {
      return new Verdict.Shed(
          Refusal.SHED_SOFT,
          Fault.unavailable(
              "more is in flight than your share; only requests with a SEV1 or SEV2 are taken in"
                  + " at present; post again",
              2));
    }
    Duration longest = severe ? limits.hardWait() : limits.softWait();
    if (expectedWaitNanos > longest.toNanos()) {
      return new Verdict.Shed(
          Refusal.SHED_WAIT,
          Fault.unavailable("more waits to be stored than your share; post again", 1));
    }
    long mark = severe ? limits.hardBacklog() : limits.softBacklog();
    if (news && backlog.get().isAbove(mark, tenant, weights.get())) {
      return new Verdict.Shed(
          Refusal.SHED_BACKLOG,
          Fault.unavailable(
              "more changes of alerts wait to be followed than your share; post again", 5));
    }
    return TAKEN;
  }
}
