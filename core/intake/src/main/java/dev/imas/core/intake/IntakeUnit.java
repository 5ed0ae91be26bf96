package dev.imas.core.intake;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Overtaken;
import dev.imas.core.work.TooLarge;
import dev.imas.core.work.UnitFailed;
import dev.imas.core.work.Units;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unit of intake and one transaction. It claims rows of one tenant and has {@link IntakeWork}
 * follow them. If that was little, the next tenant follows in the same transaction, which enters
 * it: an outage of everybody is a row for each of many tenants. A unit commits as a whole or not at
 * all. Call it on a virtual thread, since planning takes milliseconds.
 */
final class IntakeUnit {

  /**
   * @param tenant the last one; null if there was nothing to do
   * @param rows how many rows it had; 0 if this tenant's urgent rows go first
   * @param newest when the newest row was received; without rows it means nothing
   * @param opened how many incidents were opened
   * @param gathered how many alerts of new groups were gathered in one incident
   * @param triage how many of those that were opened name no known service, tests left out
   * @param isLarge whether one of twice the rows might open more incidents than a unit may
   */
  record Done(
      @Nullable TenantId tenant,
      int rows,
      Instant newest,
      int opened,
      int reopened,
      int gathered,
      int triage,
      boolean isLarge)
      implements Units.Done {
    /** A unit of several tenants failed; they are to have units of their own. */
    static final Done APART = nothing(null);

    static Done nothing(@Nullable TenantId tenant) {
      return new Done(tenant, 0, Instant.EPOCH, 0, 0, 0, 0, false);
    }

    /** This and what the same transaction did for the next tenant. */
    Done and(Done next) {
      return new Done(
          next.tenant,
          rows + next.rows,
          newest.isAfter(next.newest) ? newest : next.newest,
          opened + next.opened,
          reopened + next.reopened,
          gathered + next.gathered,
          triage + next.triage,
          isLarge || next.isLarge);
    }
  }

  /**
   * The part of one tenant failed in a unit of several. Nothing was done for any of them.
   *
   * @param before how many tenants came before it
   */
  static final class PartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int before;

    PartFailed(int before, Throwable cause) {
      super(cause.getMessage(), cause, false, false);
      this.before = before;
    }
  }

  /**
   * The claim and the options of a unit.
   *
   * @param order of the rows; the most severe are of the urgent lane
   * @param yields whether to take nothing from a tenant whose urgent rows wait
   * @param limit of the rows
   * @param tenants the most tenants
   */
  record Want(
      OutboxLoop.Kind lane, OutboxLoop.Order order, boolean yields, int limit, int tenants) {}

  /**
   * A tenant with more rows is the last of its unit, since what others wait for is not delayed by
   * it.
   */
  private static final int FEW = 20;

  private final Transactions transactions;
  private final OutboxRepository outbox;
  private final IntakeWork intake;

  IntakeUnit(Transactions transactions, OutboxRepository outbox, IntakeWork intake) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.intake = intake;
  }

  /**
   * @param after the tenant whose turn came before
   * @param first learns of the first tenant
   * @return a future that fails with {@link UnitFailed} if it had claimed rows; its cause is {@link
   *     Overtaken} if a retry will do, and {@link TooLarge} if a retry with fewer rows will. It
   *     fails with {@link PartFailed} if there were several tenants
   */
  Future<Done> run(Want want, UUID after, Consumer<TenantId> first) {
    return transactions.runUnbound(
        tx ->
            claim(tx, want, after, want.limit())
                .compose(
                    claim -> {
                      TenantId tenant = claim.tenant();
                      if (tenant != null) {
                        first.accept(tenant);
                      }
                      return each(tx, want, claim, null, 0);
                    }));
  }

  /**
   * @param before what was done for the tenants before this one; null if it is the first
   * @param tenants how many those were
   */
  private Future<Done> each(
      Tx tx, Want want, OutboxRepository.Claim claim, @Nullable Done before, int tenants) {
    TenantId tenant = claim.tenant();
    if (tenant == null || claim.rows().isEmpty()) {
      return Future.succeededFuture(before == null ? Done.nothing(tenant) : before);
    }
    int left = want.limit() - (before == null ? 0 : before.rows()) - claim.rows().size();
    boolean mayGoOn = claim.rows().size() <= FEW && left > 0 && tenants + 1 < want.tenants();
    Next next = new Next();
    Runnable ahead = mayGoOn ? () -> next.claim = claim(tx, want, tenant.value(), left) : () -> {};
    return intake
        .work(tx, want.lane(), tenant, claim.rows(), ahead)
        .recover(
            e ->
                Future.failedFuture(
                    before == null && !next.isConcerned()
                        ? failed(tenant, claim.rows(), e)
                        : new PartFailed(tenants, e)))
        .compose(
            done -> {
              Done all = before == null ? done : before.and(done);
              Future<OutboxRepository.Claim> following = next.claim;
              return following == null
                  ? Future.succeededFuture(all)
                  : following
                      .recover(e -> Future.failedFuture(new PartFailed(tenants, e)))
                      .compose(found -> each(tx, want, found, all, tenants + 1));
            });
  }

  /** The claim of the next tenant, which is sent together with what a tenant's part asks first. */
  private static final class Next {
    @Nullable Future<OutboxRepository.Claim> claim;

    /** Whether it failed itself, or has rows of another tenant, which are rolled back, too. */
    boolean isConcerned() {
      Future<OutboxRepository.Claim> sent = claim;
      return sent != null
          && (sent.failed() || (sent.succeeded() && !sent.result().rows().isEmpty()));
    }
  }

  private Future<OutboxRepository.Claim> claim(Tx tx, Want want, UUID after, int limit) {
    return switch (want.order()) {
      case SEVEREST -> outbox.claimSeverest(tx, after, limit);
      case OLDEST -> outbox.claimOldest(tx, want.lane(), want.yields(), after, limit);
    };
  }

  private UnitFailed failed(TenantId tenant, List<OutboxRepository.Claimed> rows, Throwable e) {
    OutboxRepository.Claimed first = rows.getFirst();
    Map<String, Object> words =
        Map.of(
            "tenant", tenant,
            "fingerprint", first.transition().fingerprint(),
            "seq", first.transition().seq());
    return new UnitFailed(
        rows.size(),
        new UnitFailed.Row(
            first.attempts(),
            words,
            wait ->
                transactions.runUnbound(tx -> outbox.defer(tx, tenant.value(), first.id(), wait))),
        e);
  }
}
