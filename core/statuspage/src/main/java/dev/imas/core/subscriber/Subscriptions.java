package dev.imas.core.subscriber;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.message.SubscriberLink.Named;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What the public does with its subscriptions, and what subscribers are told. On a virtual thread.
 */
public final class Subscriptions {

  /** How long an address can be confirmed. */
  static final Duration CONFIRMABLE = Duration.ofHours(24);

  /** Mails to one mailbox in that time, whoever asks, and by whichever of its addresses. */
  static final int MOST_ASKED = 3;

  /** Of a tenant, confirmed or not. */
  static final int MOST = 10_000;

  /** Of these, not confirmed: whoever types addresses of others makes a tenant mail no more. */
  static final int MOST_ASKING = 1_000;

  /** How long it is known what was told. Mails end before. */
  private static final Duration TOLD = Duration.ofDays(7);

  private final Transactions transactions;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final AskLimit asks;
  private final Counter mailed;
  private final Counter notMailed;
  private final SubscriberRepository subscribers = new SubscriberRepository();

  /**
   * @param nanos a monotonic clock
   */
  public Subscriptions(
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      LongSupplier nanos,
      MeterRegistry meters) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.asks = new AskLimit(nanos);
    this.mailed = asked(meters, "mailed");
    this.notMailed = asked(meters, "not_mailed");
  }

  private static Counter asked(MeterRegistry meters, String outcome) {
    return Counter.builder("imas.status.subscriptions.asked")
        .description("Requests of the public to subscribe to a status page")
        .tag("outcome", outcome)
        .register(meters);
  }

  /**
   * A page that the public may subscribe to.
   *
   * @param site the address of all status pages, without a slash at its end
   * @param address of this one
   */
  public record Site(TenantId tenant, String name, String site, String address) {}

  /** Whether one more mail may be asked for from there; counts it. Any thread may ask. */
  boolean mayAsk(String address) {
    return asks.take(address);
  }

  /** Mails a link to confirm, unless the address has confirmed or was asked too often. */
  void ask(Site page, String email, String language) {
    Instant now = clock.instant();
    Instant until = now.plus(CONFIRMABLE);
    UUID id = UuidV7.at(now.toEpochMilli());
    boolean isMailed =
        transactions.call(
            page.tenant,
            tx -> {
              Optional<SubscriberRepository.Asked> asked =
                  subscribers.ask(
                      tx, id, email, language, now, until, MOST_ASKED, MOST, MOST_ASKING);
              asked.ifPresent(one -> mailLink(tx, page, one, now, until));
              return asked.isPresent();
            });
    (isMailed ? mailed : notMailed).increment();
  }

  private void mailLink(
      Tx tx, Site page, SubscriberRepository.Asked asked, Instant now, Instant until) {
    UUID telling = UuidV7.at(now.toEpochMilli());
    subscribers.tellOne(
        tx,
        asked.id(),
        telling,
        "confirm:" + asked.id() + ":" + until.getEpochSecond() + ":" + asked.ask(),
        content(
            SubscriberLink.CONFIRM_EVENT,
            asked.id(),
            now,
            Saying.of("subscription.confirm", page.name),
            Saying.of("subscription.confirm.text", page.address)
                .and(Saying.time(until, ZoneOffset.UTC))
                .and("subscription.confirm.not_you")),
        page.site,
        now);
  }

  /** What the holder of a link is asked about; empty if it leads nowhere. */
  Optional<Subscriber> find(SubscriberLink link, String token) {
    return link.read(secrets, token)
        .flatMap(
            named ->
                transactions.call(
                    new TenantId(named.tenant()),
                    tx ->
                        link == SubscriberLink.CONFIRM && !subscribers.isOpen(tx)
                            ? Optional.empty()
                            : subscribers.find(tx, named.subscriber(), clock.instant())));
  }

  /**
   * @return whether the subscription holds now
   */
  boolean confirm(Named named) {
    return transactions.call(
        new TenantId(named.tenant()),
        tx -> subscribers.confirm(tx, named.subscriber(), clock.instant()));
  }

  boolean leave(Named named) {
    return transactions.call(
        new TenantId(named.tenant()), tx -> subscribers.delete(tx, named.subscriber()));
  }

  Optional<Named> read(SubscriberLink link, String token) {
    return link.read(secrets, token);
  }

  /**
   * Queues mails to all who have confirmed, in the transaction of what they tell.
   *
   * @param about what it tells of; its mails are one thread
   * @param key names it: told again, it is told once
   * @param site the address of all status pages
   */
  public void tell(Tx tx, UUID about, String key, Saying title, Saying text, String site) {
    Instant now = clock.instant();
    UUID telling = UuidV7.at(now.toEpochMilli());
    subscribers.tell(
        tx, telling, key, content(SubscriberLink.EVENT, about, now, title, text), site, now);
  }

  /**
   * Drops the mails that wait, since the public may not subscribe any more. Call it before the page
   * is changed: a mail that ends locks the page after itself.
   */
  public void stop(Tx tx) {
    subscribers.stop(tx);
  }

  /** Removes addresses that were not confirmed in time, and what was told long ago. */
  public void forget(Tx tx) {
    Instant now = clock.instant();
    subscribers.forget(tx, now, now.minus(TOLD));
  }

  /** No tenant and no author: whoever reads it sees no more than the page shows. */
  private static PageContent content(
      String event, UUID about, Instant at, Saying title, Saying text) {
    return new PageContent(
        event,
        at,
        null,
        new PageContent.Incident(
            about,
            "STATUS",
            SayingWords.of(title, Phrases.ENGLISH),
            SayingWords.of(text, Phrases.ENGLISH),
            Severity.SEV4_LOW,
            "TRIGGERED",
            new PageContent.Service(null, "status_page", null, null),
            null,
            0,
            at,
            null,
            0,
            null,
            0),
        null,
        null,
        null,
        new PageContent.Notice(title, text));
  }
}
