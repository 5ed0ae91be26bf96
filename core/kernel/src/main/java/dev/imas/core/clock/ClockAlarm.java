package dev.imas.core.clock;

import dev.imas.core.bus.Saying;
import dev.imas.core.clock.ClockRepository.Wrong;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells each tenant's fallback that the clock of a process differs from the database's: at once,
 * and then once a day while it does (trap 75). Runs on a virtual thread.
 */
public final class ClockAlarm {

  private final Transactions transactions;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final ClockRepository clocks = new ClockRepository();

  public ClockAlarm(Transactions transactions, Notices notices, NoticeReceivers receivers) {
    this.transactions = transactions;
    this.notices = notices;
    this.receivers = receivers;
  }

  public Future<String> look() {
    List<Wrong> wrong = transactions.runUnbound(clocks::wrong).await();
    if (wrong.isEmpty()) {
      return Future.succeededFuture("clocks agree");
    }
    return new EachTenant(transactions)
        .run((tx, tenant) -> Future.succeededFuture(tell(tx, tenant, wrong)))
        .compose(EachTenant.Outcome::orFail)
        .map(
            all ->
                wrong.size()
                    + " clocks are wrong, "
                    + all.done().values().stream().mapToInt(told -> told).sum()
                    + " notified");
  }

  private int tell(Tx tx, TenantId tenant, List<Wrong> wrong) {
    Optional<Instant> due = clocks.due(tx, tenant);
    return due.isEmpty()
        ? 0
        : notices.send(tx, notice(tenant, wrong, due.get()), receivers.ofFallback(tx));
  }

  private static Notice notice(TenantId tenant, List<Wrong> wrong, Instant at) {
    return new Notice(
        NoticeKind.PLATFORM,
        tenant.value(),
        "clock " + at,
        Severity.SEV2_HIGH,
        Saying.of("clock.title"),
        Saying.joined("\n", wrong.stream().map(ClockAlarm::line).toList())
            .line(Saying.of("clock.mend")),
        null);
  }

  private static Saying line(Wrong wrong) {
    Duration by = Duration.ofSeconds(Math.round(Math.abs(wrong.ahead())));
    return Saying.of(
        wrong.ahead() > 0 ? "clock.ahead" : "clock.behind", wrong.role(), by.toSeconds());
  }
}
