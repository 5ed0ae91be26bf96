package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.backlog.Backlog;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.TenantWeights;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides on a request whose body was read, so that its severity is known. Each signal of overload
 * has two thresholds; the lower one is for requests without a SEV1 or SEV2. Each is about the
 * request's own tenant: a tenant within its share is not refused for what others do. Any thread may
 * use it.
 */
public final class Shed {

  /**
   * @param softWait above this expected wait, only requests with a SEV1 or SEV2 are accepted
   * @param hardWait above this expected wait, none is accepted
   * @param softBacklog above this many outbox rows that wait for core, only requests with a SEV1 or
   *     SEV2 may add to them
   * @param hardBacklog above this many, no request may add to them
   */
  public record Limits(Duration softWait, Duration hardWait, long softBacklog, long hardBacklog) {}

  sealed interface Verdict {
    record Taken() implements Verdict {}

    record Refused(Refusal reason, Fault fault) implements Verdict {}
  }

  private static final Verdict TAKEN = new Verdict.Taken();

  private final Limits limits;
  private final Supplier<Backlog> backlog;
  private final Supplier<TenantWeights> weights;

  public Shed(Limits limits, Supplier<Backlog> backlog, Supplier<TenantWeights> weights) {
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
      return new Verdict.Refused(
          Refusal.SHED_SOFT,
          Fault.unavailable(
              "more bytes are in flight than your share; only requests with a SEV1 or SEV2 are "
                  + "accepted at the moment; post again",
              2));
    }
    Duration longest = severe ? limits.hardWait() : limits.softWait();
    if (expectedWaitNanos > longest.toNanos()) {
      return new Verdict.Refused(
          Refusal.SHED_WAIT,
          Fault.unavailable("more alerts wait to be stored than your share; post again", 1));
    }
    long mark = severe ? limits.hardBacklog() : limits.softBacklog();
    if (news && backlog.get().isAbove(mark, tenant, weights.get())) {
      return new Verdict.Refused(
          Refusal.SHED_BACKLOG,
          Fault.unavailable(
              "more state changes of alerts wait for core than your share; post again", 5));
    }
    return TAKEN;
  }
}
