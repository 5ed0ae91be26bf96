package dev.imas.core.webhook;

import dev.imas.core.bus.Saying;
import dev.imas.core.http.Audit;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.WebhookRepository.Failed;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches subscriptions off that have failed for long, so that nothing is queued for them any
 * more, and says so. Forgets events that are past their time.
 */
public final class WebhookWatch {

  private static final Logger log = LoggerFactory.getLogger(WebhookWatch.class);

  /** Without a success for so long. */
  static final Duration PATIENCE = Duration.ofDays(3);

  /** The most events that may wait for one subscription. */
  static final int MOST_WAITING = 10_000;

  private static final int BATCH = 1_000;
  private static final int BATCHES = 100;

  private final Transactions transactions;
  private final Audit audit;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final Duration kept;
  private final InstantSource clock;
  private final WebhookRepository webhooks = new WebhookRepository();

  /**
   * @param kept how long events are kept once they have ended
   */
  public WebhookWatch(
      Transactions transactions,
      Audit audit,
      Notices notices,
      NoticeReceivers receivers,
      Duration kept,
      InstantSource clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.notices = notices;
    this.receivers = receivers;
    this.kept = kept;
    this.clock = clock;
  }

  /** Switches off what has failed for long. */
  public Future<String> switchOff() {
    return transactions
        .runUnbound(tx -> webhooks.failed(tx, PATIENCE, MOST_WAITING))
        .compose(this::switchOff);
  }

  private Future<String> switchOff(List<Failed> failed) {
    Map<TenantId, List<Failed>> byTenant =
        failed.stream().collect(Collectors.groupingBy(one -> new TenantId(one.tenant())));
    return new EachTenant(transactions)
        .apart(
            List.copyOf(byTenant.keySet()),
            (tx, tenant) ->
                Future.succeededFuture(
                    byTenant.getOrDefault(tenant, List.of()).stream()
                        .filter(one -> switchOff(tx, one))
                        .count()))
        .compose(EachTenant.Outcome::orFail)
        .map(all -> failed.size() + " switched off");
  }

  private boolean switchOff(Tx tx, Failed one) {
    WebhookView before = webhooks.find(tx, one.id()).await().orElse(null);
    if (before == null || !webhooks.switchOff(tx, one.id(), one.why()).await()) {
      return false;
    }
    int cancelled =
        webhooks.cancel(tx, one.id(), "the event webhook was switched off: " + one.why()).await();
    audit
        .record(
            tx,
            Audit.Origin.SYSTEM,
            new Audit.Change(
                new Audit.Subject("event_webhook", one.id()),
                "switch_off",
                null,
                Map.of("why", one.why(), "cancelled", cancelled)))
        .await();
    notices.send(tx, notice(before, one, cancelled), receivers.ofFallback(tx));
    log.atWarn()
        .addKeyValue("tenant", one.tenant())
        .addKeyValue("webhook", one.id())
        .addKeyValue("reason", one.why())
        .log("An event webhook was switched off");
    return true;
  }

  private static Notice notice(WebhookView webhook, Failed one, int cancelled) {
    return new Notice(
        NoticeKind.EVENT_WEBHOOK,
        one.id(),
        "switched off, version " + webhook.version(),
        Severity.SEV3_MEDIUM,
        Saying.of("webhook.off", webhook.name()),
        Saying.of("webhook.off.text", one.why(), cancelled),
        null);
  }

  /** Forgets events that ended long ago. */
  public Future<String> forget() {
    return forget(clock.instant().minus(kept), 0, BATCHES).map(died -> died + " events");
  }

  private Future<Integer> forget(Instant before, int died, int batches) {
    return transactions
        .runUnbound(tx -> webhooks.forget(tx, before, BATCH))
        .compose(
            n ->
                n < BATCH || batches <= 1
                    ? Future.succeededFuture(died + n)
                    : forget(before, died + n, batches - 1));
  }
}
