package dev.imas.core.provider;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.provider.FailingRepository.Failing;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Tells a tenant's fallback of each provider that fails, once until it has worked again. Runs on a
 * virtual thread.
 */
public final class ProviderWatch {

  private final Transactions transactions;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final FailingRepository providers = new FailingRepository();

  public ProviderWatch(Transactions transactions, Notices notices, NoticeReceivers receivers) {
    this.transactions = transactions;
    this.notices = notices;
    this.receivers = receivers;
  }

  public Future<String> look() {
    List<Failing> failing = transactions.runUnbound(providers::failing).await();
    int told = 0;
    for (Failing one : failing) {
      told +=
          transactions.call(
              new TenantId(one.tenant()),
              tx -> notices.send(tx, notice(one), receivers.ofFallback(tx)));
    }
    return Future.succeededFuture(failing.size() + " fail, " + told + " told");
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
