package dev.imas.core.window;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.ConflictRepository.Found;
import dev.imas.core.window.DueWindowRepository.OfTenant;
import dev.imas.core.window.WindowConflicts.Conflict;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at deployment windows that were approved, and tells whoever submitted one when
 * something new keeps it from starting: an incident opened, a freeze was added, nobody is on call
 * any more. The approval stays. It can be repeated at any time. On a virtual thread.
 */
final class WindowRejudging {

  private static final Logger log = LoggerFactory.getLogger(WindowRejudging.class);

  /** Of all tenants in a run. Others come with the next, those first that waited longest. */
  private static final int BATCH = 500;

  private final Transactions transactions;
  private final WindowPlans plans;
  private final WindowNotices notices;
  private final InstantSource clock;
  private final DueWindowRepository due = new DueWindowRepository();
  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();
  private final ApprovalRepository approvals = new ApprovalRepository();

  WindowRejudging(
      Transactions transactions, WindowPlans plans, WindowNotices notices, InstantSource clock) {
    this.transactions = transactions;
    this.plans = plans;
    this.notices = notices;
    this.clock = clock;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Future<String> judge() {
    Instant now = now();
    List<OfTenant> found =
        transactions.runUnbound(tx -> Future.succeededFuture(due.toJudge(tx, now, BATCH))).await();
    int told = 0;
    for (OfTenant one : found) {
      told += judgeAlone(one.tenant(), one.window()) ? 1 : 0;
    }
    return Future.succeededFuture(
        found.size() + " deployment windows looked at, " + told + " newly blocked");
  }

  /** One that cannot be judged keeps no other from it, and comes again. */
  private boolean judgeAlone(TenantId tenant, UUID window) {
    try {
      return judge(tenant, window);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("tenant", tenant)
          .addKeyValue("window", window)
          .setCause(e)
          .log("A deployment window cannot be looked at again");
      return false;
    }
  }

  /**
   * Whoever approved it has seen what speaks against it by now. Never fails: the next run looks in
   * any case.
   */
  void approved(TenantId tenant, UUID window) {
    judgeAlone(tenant, window);
  }

  private record Read(DeploymentWindow window, UUID request, Found found) {}

  /**
   * The first look after an approval only remembers what blocks it: whoever approved has seen it.
   *
   * @return whether somebody was told
   */
  private boolean judge(TenantId tenant, UUID id) {
    Optional<Read> read = transactions.call(tenant, tx -> read(tx, id));
    return read.isPresent() && judge(tenant, read.get());
  }

  private boolean judge(TenantId tenant, Read read) {
    List<Conflict> blocking =
        plans.conflicts(tenant, DeploymentWindowRoutes.plan(read.window), read.found).stream()
            .filter(Conflict::blocking)
            .toList();
    return transactions.call(tenant, tx -> tell(tx, read, blocking));
  }

  private Optional<Read> read(Tx tx, UUID id) {
    DeploymentWindow window = windows.find(tx, id, now()).orElse(null);
    ApprovalRequest request = approved(window);
    return window == null || request == null
        ? Optional.empty()
        : Optional.of(new Read(window, request.id(), plans.found(tx, window)));
  }

  /** Null: it is not approved, or no longer planned. */
  private static @Nullable ApprovalRequest approved(@Nullable DeploymentWindow window) {
    return window != null
            && window.status() == WindowStatus.PLANNED
            && window.approval() == ApprovalState.APPROVED
        ? window.request()
        : null;
  }

  private boolean tell(Tx tx, Read read, List<Conflict> blocking) {
    Instant now = now();
    DeploymentWindow window = windows.lock(tx, read.window.id(), now).orElse(null);
    ApprovalRequest request = approved(window);
    if (window == null
        || request == null
        || window.version() != read.window.version()
        || !request.id().equals(read.request)) {
      return false;
    }
    Set<String> keys = blocking.stream().map(WindowRejudging::key).collect(Collectors.toSet());
    Set<String> known = approvals.knownConflicts(tx, request.id()).orElse(keys);
    approvals.judged(tx, request.id(), keys, now);
    Set<String> fresh = new HashSet<>(keys);
    fresh.removeAll(known);
    if (fresh.isEmpty()) {
      return false;
    }
    notices.blocked(
        tx,
        window,
        request,
        blocking.stream()
            .filter(one -> fresh.contains(key(one)))
            .map(Conflict::text)
            .distinct()
            .toList(),
        now);
    return true;
  }

  private static String key(Conflict one) {
    return one.code().wireName() + " " + one.subject();
  }
}
