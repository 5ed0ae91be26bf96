package dev.imas.core.provider;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.provider.WatchedProviderRepository.Failing;
import dev.imas.core.provider.WatchedProviderRepository.Low;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
    int told = 0;
    for (Failing one : failing) {
      told += tell(one.tenant(), notice(one));
    }
    for (Low one : low) {
      told += tell(one.tenant(), notice(one));
    }
    return Future.succeededFuture(
        failing.size() + " fail, " + low.size() + " low on credits, " + told + " told");
  }

  private int tell(UUID tenant, Notice notice) {
    return transactions.call(
        new TenantId(tenant), tx -> notices.send(tx, notice, receivers.ofFallback(tx)));
  }

  private static Notice notice(Low one) {
    String left = BigDecimal.valueOf(one.credits()).stripTrailingZeros().toPlainString();
    return new Notice(
        NoticeKind.PROVIDER,
        one.id(),
        "low on credits since " + one.since(), // The same until it has enough again.
        Severity.SEV3_MEDIUM,
        "The provider " + one.name() + " (" + one.type() + ") has " + left + " credits left",
        "Without credits its messages fail and go by the next active provider of its channel."
            + " Without one they fail, and others are told. Buy credits at the vendor; low_credits"
            + " of the provider says from when on you are told.",
        "/api/v1/providers/" + one.id() + "/health");
  }

  private static Notice notice(Failing one) {
    Instant last = one.lastSuccessAt();
    return new Notice(
        NoticeKind.PROVIDER,
        one.id(),
        // The same as long as it goes on failing.
        last == null ? "never worked, version " + one.version() : "failing since " + last,
        Severity.SEV2_HIGH,
        "The provider " + one.name() + " (" + one.type() + ") fails",
        "Its last answer: "
            + one.lastError()
            + ". "
            + (last == null ? "It has not worked yet. " : "It last worked at " + last + ". ")
            + "Messages go by the next active provider of its channel. Without one they fail, and"
            + " others are told.",
        "/api/v1/providers/" + one.id() + "/health");
  }
}
