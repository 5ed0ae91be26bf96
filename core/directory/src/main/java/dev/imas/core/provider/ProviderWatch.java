package dev.imas.core.provider;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.WatchedProviderRepository.Failing;
import dev.imas.core.provider.WatchedProviderRepository.Low;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells a tenant's fallback of each provider that fails, once until it has worked again, and of
 * each that has few credits left, once until it has enough. Runs on a virtual thread.
 */
public final class ProviderWatch {

  private final Transactions transactions;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final WatchedProviderRepository providers = new WatchedProviderRepository();

  public ProviderWatch(Transactions transactions, Notices notices, NoticeReceivers receivers) {
    this.transactions = transactions;
    this.notices = notices;
    this.receivers = receivers;
  }

  public Future<String> look() {
    List<Failing> failing = transactions.runUnbound(providers::failing).await();
    List<Low> low = transactions.runUnbound(providers::lowOnCredits).await();
    Map<TenantId, List<Notice>> due = new LinkedHashMap<>();
    failing.forEach(one -> of(one.tenant(), due).add(notice(one)));
    low.forEach(one -> of(one.tenant(), due).add(notice(one)));
    return new EachTenant(transactions)
        .apart(
            List.copyOf(due.keySet()),
            (tx, tenant) -> Future.succeededFuture(tell(tx, due.getOrDefault(tenant, List.of()))))
        .compose(EachTenant.Outcome::orFail)
        .map(
            all ->
                failing.size()
                    + " fail, "
                    + low.size()
                    + " low on credits, "
                    + all.done().values().stream().mapToInt(told -> told).sum()
                    + " notified");
  }

  private static List<Notice> of(UUID tenant, Map<TenantId, List<Notice>> due) {
    return due.computeIfAbsent(new TenantId(tenant), first -> new ArrayList<>());
  }

  private int tell(Tx tx, List<Notice> due) {
    return due.stream()
        .mapToInt(notice -> notices.send(tx, notice, receivers.ofFallback(tx)))
        .sum();
  }

  private static Notice notice(Low one) {
    String left = BigDecimal.valueOf(one.credits()).stripTrailingZeros().toPlainString();
    return new Notice(
        NoticeKind.PROVIDER,
        one.id(),
        "low on credits since " + one.since(), // The same until it has enough again.
        Severity.SEV3_MEDIUM,
        Saying.of("provider.credits", one.name(), one.type(), left),
        Saying.of("provider.credits.text"),
        "/providers");
  }

  private static Notice notice(Failing one) {
    Instant last = one.lastSuccessAt();
    return new Notice(
        NoticeKind.PROVIDER,
        one.id(),
        // The same as long as it goes on failing.
        last == null ? "never worked, version " + one.version() : "failing since " + last,
        Severity.SEV2_HIGH,
        Saying.of("provider.fails", one.name(), one.type()),
        Saying.of("provider.fails.answer", one.lastError())
            .and(
                last == null
                    ? Saying.of("provider.fails.never")
                    : Saying.of("provider.fails.worked", last))
            .and("provider.fails.others"),
        "/providers");
  }
}
