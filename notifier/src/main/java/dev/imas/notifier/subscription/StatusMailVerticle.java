package dev.imas.notifier.subscription;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.subscription.MailRetry.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails subscribers of status pages, a few at once, each mail at least once. Bound to its event
 * loop.
 */
public final class StatusMailVerticle extends VerticleBase {

  /** Whether work waits for it, as a condition of its poll. */
  public static final String WAITS = "status_mails_wait()";

  private static final Logger log = LoggerFactory.getLogger(StatusMailVerticle.class);

  /** Under way at once. Nobody is paged by them, so they take little of a mail server. */
  public static final int AT_ONCE = 8;

  /** Of these, for one tenant. */
  static final int OF_ONE_TENANT = 4;

  /** Mails that are queued in one transaction. */
  static final int MOST_QUEUED = 500;

  /** From so many waiting mails of a tenant on, no further are queued for it. */
  static final int MOST_WAITING = 1_000;

  private final StatusMailRepository mails;
  private final StatusMailer mailer;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Duration lease;
  private final Duration drain;
  private final Supplier<Future<Void>> closing;
  private final WorkLoop queues;
  private final LeasedQueue<StatusMail> leased;

  /**
   * @param transactions of these mails alone: what they wait for must not keep pages waiting
   * @param email of these mails alone
   * @param lease how long nobody else sends what is under way
   * @param poll how it learns of what waits, by {@link #WAITS}
   * @param drain how long a stop waits for those under way
   * @param closing closes what is theirs alone
   */
  public StatusMailVerticle(
      Platform platform,
      Transactions transactions,
      Channel email,
      Duration lease,
      Poll poll,
      Duration drain,
      Supplier<Future<Void>> closing) {
    this.mails = new StatusMailRepository(transactions);
    this.mailer = new StatusMailer(email, platform.secrets());
    this.clock = platform.clock();
    this.meters = platform.meters();
    this.lease = lease;
    this.drain = drain;
    this.closing = closing;
    this.queues =
        new WorkLoop(
            poll,
            PassObserver.quiet(log, "Mails to subscribers cannot be queued; it is tried again"),
            this::queue);
    this.leased =
        new LeasedQueue<>(
            poll,
            AT_ONCE,
            PassObserver.complaining(
                log,
                platform.database().outage(),
                "Mails to subscribers cannot be claimed; they wait"),
            new Due());
  }

  @Override
  public Future<?> start() {
    queues.start(context);
    leased.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return queues.stop(drain).compose(stopped -> leased.stop(drain)).eventually(closing);
  }

  private Future<Next> queue() {
    return mails
        .queue(MOST_QUEUED, MOST_WAITING, MailRetry.TRIED_FOR)
        .map(
            isMore -> {
              if (isMore) {
                leased.wake();
              }
              return isMore ? Next.MORE : Next.IDLE;
            });
  }

  private final class Due implements LeasedQueue.Work<StatusMail> {

    @Override
    public Future<List<StatusMail>> claim(int room) {
      return mails.claim(room, OF_ONE_TENANT, lease);
    }

    @Override
    public Future<Void> run(StatusMail mail) {
      return stored(mail, mailer.send(mail).compose(outcome -> end(mail, outcome)));
    }

    @Override
    public Future<Void> release(StatusMail mail) {
      return stored(mail, mails.release(mail, Duration.ZERO));
    }

    private Future<Void> stored(StatusMail mail, Future<Void> end) {
      return end.onFailure(
          failure ->
              (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                  .addKeyValue("telling", mail.telling())
                  .addKeyValue("subscriber", mail.subscriber())
                  .setCause(failure)
                  .log("What became of a mail to a subscriber was not stored; it is sent again"));
    }
  }

  private Future<Void> end(StatusMail mail, Outcome outcome) {
    if (outcome instanceof Outcome.Deferred deferred) {
      return mails.release(mail, deferred.delay());
    }
    Verdict verdict =
        MailRetry.of(outcome, mail, clock.instant(), ThreadLocalRandom.current().nextDouble());
    Counter.builder("imas.status.mails")
        .description("Attempts to mail subscribers of status pages")
        .tag("outcome", outcome.word())
        .register(meters)
        .increment();
    return mails.end(mail, verdict);
  }
}
