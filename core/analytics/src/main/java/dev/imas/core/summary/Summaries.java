package dev.imas.core.summary;

import dev.imas.core.bus.Saying;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.summary.SummaryKind.Period;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the daily, weekly and monthly summary (SCH-04, SCH-22, SCH-30), each once for a tenant, to
 * channels of teams that ask for it and to people whose mail the matrix collects. What was missed
 * while no core ran is made up for by the last one. On a virtual thread.
 */
public final class Summaries {

  private static final Logger log = LoggerFactory.getLogger(Summaries.class);

  private final Transactions transactions;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final DeliveryOfMonth delivery;
  private final InstantSource clock;
  private final TenantTimes times = new TenantTimes();
  private final SummaryRepository repository = new SummaryRepository();

  public Summaries(
      Transactions transactions,
      Notices notices,
      NoticeReceivers receivers,
      DeliveryOfMonth delivery,
      InstantSource clock) {
    this.transactions = transactions;
    this.delivery = delivery;
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  /** Sends what is due. It fails at the end if that of a tenant failed. */
  public Future<String> send() {
    int sent = 0;
    RuntimeException failure = null;
    EachTenant.Outcome<List<SummaryKind>> due =
        new EachTenant(transactions).run((tx, tenant) -> Future.succeededFuture(due(tx))).await();
    for (Map.Entry<TenantId, List<SummaryKind>> own : due.done().entrySet()) {
      TenantId tenant = own.getKey();
      for (SummaryKind kind : own.getValue()) {
        try {
          // Before the transaction that sends, since it reads and computes for seconds.
          Saying delivered = delivered(tenant, kind);
          sent += transactions.call(tenant, tx -> send(tx, tenant, kind, delivered));
        } catch (RuntimeException e) {
          failure = e;
          (Outage.isOne(e) ? log.atDebug() : log.atWarn())
              .addKeyValue("tenant", tenant)
              .setCause(e)
              .log("A summary could not be sent; it is tried again");
        }
      }
    }
    String outcome = sent + " summaries sent";
    return failure == null ? due.orFail().map(all -> outcome) : Future.failedFuture(failure);
  }

  /** Those that may be for this process to send: hardly ever one. */
  private List<SummaryKind> due(Tx tx) {
    TenantTimes.Times of = times.read(tx);
    Instant now = clock.instant();
    return Stream.of(SummaryKind.values())
        .filter(
            kind ->
                !repository.isSent(tx, kind, kind.last(of.zone(), of.digestAt(), now).until(), now))
        .toList();
  }

  /** What a summary of a month says besides; nothing if nobody gets it. */
  private Saying delivered(TenantId tenant, SummaryKind kind) {
    if (kind != SummaryKind.MONTHLY) {
      return Saying.NOTHING;
    }
    return transactions
        .call(
            tenant,
            tx -> {
              if (repository.channels(tx, kind).isEmpty()) {
                return Optional.<YearMonth>empty();
              }
              TenantTimes.Times of = times.read(tx);
              Period period = kind.last(of.zone(), of.digestAt(), clock.instant());
              return Optional.of(YearMonth.from(period.from().atZone(of.zone())));
            })
        .map(month -> delivery.of(tenant, month))
        .orElse(Saying.NOTHING);
  }

  private int send(Tx tx, TenantId tenant, SummaryKind kind, Saying delivered) {
    TenantTimes.Times of = times.read(tx);
    Instant now = clock.instant();
    Period period = kind.last(of.zone(), of.digestAt(), now);
    if (!repository.take(tx, kind, period.until(), now)) {
      return 0;
    }
    Set<NoticeReceiver> to = new LinkedHashSet<>(repository.channels(tx, kind));
    if (times.mailIsCollected(tx, kind.wireName())) {
      to.addAll(receivers.ofUsers(tx, repository.people(tx), Severity.SEV4_LOW));
    }
    if (to.isEmpty()) {
      return 0;
    }
    SummaryFigures figures = repository.figures(tx, period);
    return notices.send(
        tx,
        new Notice(
            NoticeKind.SUMMARY,
            tenant.value(),
            kind.wireName() + ' ' + period.until(),
            Severity.SEV4_LOW,
            SummaryWords.title(kind, figures),
            SummaryWords.text(period, of.zone(), figures).line(delivered),
            kind == SummaryKind.MONTHLY ? "/analytics/dora" : "/incidents"),
        to);
  }
}
