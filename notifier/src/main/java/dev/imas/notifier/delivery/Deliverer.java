package dev.imas.notifier.delivery;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import dev.imas.notifier.card.CardChange;
import dev.imas.notifier.card.CardFinding;
import dev.imas.notifier.card.Cards;
import dev.imas.notifier.card.ClaimedCard;
import dev.imas.notifier.channel.Attempted;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.template.PageLinks;
import dev.imas.notifier.wording.TenantTemplates;
import dev.imas.notifier.wording.TenantWords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt at a claimed delivery and stores its outcome. Call it on an event loop. The
 * future completes after the outcome is stored, and succeeds whatever the outcome.
 */
public final class Deliverer {

  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);

  /**
   * How many overdue deliveries are given up at a time, and how many times. The next failed probe
   * takes the rest.
   */
  private static final int MOST_OVERDUE = 500;

  private static final int ROUNDS = 40;

  private static final Duration CARD_BUSY = Duration.ofSeconds(1);

  private static final NextStep.GiveUp UNTRIED =
      new NextStep.GiveUp("the receiver has stopped answering; not tried");

  private final Vertx vertx;
  private final Channels channels;
  private final MessageReader messages;
  private final TenantTemplates templates;
  private final RetryPolicy policy;
  private final Cards cards;
  private final DeliveryLog deliveries;
  private final DeliveryMeters meters;
  private final DeliveryReports reports;
  private final Duration timeout;

  /**
   * @param timeout after which a channel that does not answer is not waited for; shorter than the
   *     lease
   */
  public Deliverer(
      Platform platform,
      Transactions transactions,
      Channels channels,
      PageLinks links,
      TenantTemplates templates,
      RetryPolicy policy,
      Cards cards,
      Duration timeout) {
    this.vertx = platform.vertx();
    this.channels = channels;
    this.messages = new MessageReader(platform.secrets(), links);
    this.templates = templates;
    this.policy = policy;
    this.cards = cards;
    this.deliveries = new DeliveryLog(transactions, cards);
    this.meters = new DeliveryMeters(platform.meters());
    this.reports = new DeliveryReports(meters, platform.vertx().eventBus());
    this.timeout = timeout;
  }

  /**
   * @param isFresh whether it was claimed just now, so that it need not be asked whether it is
   *     still to be sent
   */
  public Future<Attempted> deliver(Delivery d, boolean isFresh) {
    return (isFresh ? Future.succeededFuture(false) : isStopped(d))
        .compose(stopped -> stopped ? stop(d) : deliverUnlessOvertaken(d));
  }

  /**
   * Whether core has ended the page since it was claimed, because somebody has taken the incident
   * on. If the database does not answer, it is sent: a needless page is better than none.
   */
  private Future<Boolean> isStopped(Delivery d) {
    return Words.isCall(d.event()) && d.incidentId() != null
        ? deliveries.isClaimed(d).map(claimed -> !claimed).otherwise(false)
        : Future.succeededFuture(false);
  }

  private Future<Attempted> stop(Delivery d) {
    meters.cancelled(d);
    return Future.succeededFuture(Attempted.plainly(new Outcome.Deferred(Duration.ZERO)));
  }

  private Future<Attempted> deliverUnlessOvertaken(Delivery d) {
    return isOvertaken(d)
        .compose(
            overtaken ->
                overtaken
                    ? cancel(d, "a later state of the incident was sent already")
                        .map(Attempted.plainly(new Outcome.Deferred(Duration.ZERO)))
                    : deliverNow(d));
  }

  /**
   * Whether the receiver, which is another incident system, has been told of a later state. A
   * replay of what it missed before would open there again what is over here.
   */
  private Future<Boolean> isOvertaken(Delivery d) {
    boolean follows =
        channels.named(d.channel()).map(channel -> !channel.takesDigests()).orElse(false);
    return follows && d.incidentId() != null
        ? deliveries.isOvertaken(d).otherwise(false)
        : Future.succeededFuture(false);
  }

  private Future<Attempted> deliverNow(Delivery d) {
    boolean hasCard =
        d.isOfIncident() && channels.named(d.channel()).map(Channel::hasCards).orElse(false);
    if (!hasCard) {
      return carryOut(
          d, (channel, message) -> channel.attempt(message).map(CardAttempt::unrelated));
    }
    // What somebody wrote for others would be gone from a card with the next state.
    return Words.isCall(d.event()) || d.event().equals(PageContent.UPDATED) ? page(d) : update(d);
  }

  /**
   * A page is always a message of its own, since a change of a message makes no sound. The first
   * one asks for no card: it is to become one.
   */
  private Future<Attempted> page(Delivery d) {
    Future<Optional<Card>> card =
        d.event().equals("incident.triggered") && d.attempts() == 1
            ? Future.succeededFuture(Optional.empty())
            : cards.find(d.cardKey(), d.address()).otherwise(Optional.empty());
    return card.compose(
        found ->
            carryOut(
                d,
                (channel, message) ->
                    channel
                        .attempt(message.beside(found.orElse(null)))
                        .map(attempted -> CardAttempt.posted(d, attempted))));
  }

  /** An update is shown on the card. Without one it is a message, which becomes the card. */
  private Future<Attempted> update(Delivery d) {
    return cards
        .begin(d.cardKey(), d.address(), d.eventSeq())
        .compose(
            turn ->
                switch (turn) {
                  case CardFinding.None none ->
                      carryOut(
                          d,
                          (channel, message) ->
                              channel
                                  .attempt(message)
                                  .map(attempted -> CardAttempt.posted(d, attempted)));
                  case CardFinding.Busy busy -> later(d);
                  case CardFinding.Shown shown -> isShown(d, shown);
                  case CardFinding.Ours ours -> carryOut(d, new CardAttempt.Update(d, ours));
                },
            failure -> {
              log.atDebug().setCause(failure).log("A card cannot be claimed");
              return later(d);
            });
  }

  private Future<Attempted> later(Delivery d) {
    return putBackQuietly(d, CARD_BUSY).map(Attempted.plainly(new Outcome.Deferred(CARD_BUSY)));
  }

  /** Somebody else has shown its state, or a newer one. */
  private Future<Attempted> isShown(Delivery d, CardFinding.Shown shown) {
    NextStep.Done step = new NextStep.Done(shown.card().message(), shown.postedBy());
    return deliveries
        .end(d, step)
        .onSuccess(age -> reports.written(d, step, age))
        .map(Attempted.plainly(new Outcome.Accepted(shown.card().message(), null)))
        .recover(failure -> later(d));
  }

  private Future<Attempted> carryOut(Delivery d, CardAttempt.Way way) {
    long begun = System.nanoTime();
    return attempt(d, way)
        .compose(
            tried -> {
              Outcome outcome = tried.attempted().outcome();
              if (outcome instanceof Outcome.Deferred deferred) {
                return release(d, tried, deferred.delay())
                    .compose(released -> putBackQuietly(d, deferred.delay()))
                    .map(tried.attempted());
              }
              Duration took = Duration.ofNanos(System.nanoTime() - begun);
              meters.tried(d, outcome);
              NextStep step = tried.step(clean(next(d, outcome)));
              return write(d, AttemptRecord.of(tried.attempted(), took), step, tried.change(step))
                  .map(tried.attempted());
            });
  }

  private NextStep next(Delivery d, Outcome outcome) {
    return d.isTest()
        ? RetryPolicy.once(outcome)
        : policy.after(
            outcome, d.attempts(), d.urgency(), ThreadLocalRandom.current().nextDouble());
  }

  private Future<Void> release(Delivery d, CardAttempt.Tried tried, Duration delay) {
    CardFinding.Ours turn = tried.turn();
    return turn == null
        ? Future.succeededFuture()
        : cards.release(d.cardKey(), turn, delay).otherwiseEmpty();
  }

  private Future<Void> putBackQuietly(Delivery d, Duration delay) {
    return putBack(d, delay)
        .onFailure(
            e ->
                log.atDebug()
                    .setCause(e)
                    .log("A delivery could not be settled; it is due again after its lease"))
        .otherwiseEmpty();
  }

  /**
   * Makes one attempt to show the newest state of an incident on its card, beside deliveries. Call
   * it on an event loop. It never fails.
   */
  public Future<CardUpdate> show(ClaimedCard claimed) {
    Delivery newest = Delivery.newestOf(claimed);
    Channel channel = channels.named(newest.channel()).orElse(null);
    if (channel == null) {
      return Future.succeededFuture(
          new CardUpdate.NotShown(Outcome.Refused.because("there is no such channel")));
    }
    return templates
        .of(newest.tenant())
        .compose(words -> channel.update(messages.read(newest, words), claimed.card()))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(failure -> new CardUpdate.NotShown(unexpected(newest, failure)));
  }

  /**
   * Ends a delivery without an attempt, since its contact is gone.
   *
   * @return whether it was still ours
   */
  public Future<Boolean> cancel(Delivery d, String reason) {
    return deliveries
        .cancel(d, new NextStep.Cancel(reason))
        .onSuccess(
            ours -> {
              if (ours) {
                meters.cancelled(d);
              }
            });
  }

  /**
   * Puts a delivery back without an attempt, as if it had not been claimed; it is due again after
   * the delay.
   */
  public Future<Void> putBack(Delivery d, Duration delay) {
    meters.deferred(d);
    return deliveries.release(d, delay);
  }

  /**
   * The receiver's circuit has just failed its probe. Deliveries that have been due for longer than
   * all retries would have taken are given up. Behind a circuit that lets one through every few
   * minutes, they would otherwise be neither sent nor reported for hours.
   *
   * @param sibling names tenant and receiver
   */
  public Future<Void> giveUpOverdue(Delivery sibling) {
    return giveUpOverdue(sibling, ROUNDS);
  }

  private Future<Void> giveUpOverdue(Delivery sibling, int rounds) {
    return deliveries
        .overdue(
            sibling,
            policy.horizon(Severity.SEV1_CRITICAL),
            policy.horizon(Severity.SEV4_LOW),
            MOST_OVERDUE)
        .compose(
            overdue -> {
              Future<Integer> all = Future.succeededFuture(0);
              for (Delivery d : overdue) {
                all = all.compose(before -> giveUp(d).map(ours -> ours ? before + 1 : before));
              }
              return all.compose(
                  ended -> {
                    reports.givenUpUntried(sibling, ended, UNTRIED);
                    return overdue.size() < MOST_OVERDUE || rounds <= 1
                        ? Future.succeededFuture()
                        : giveUpOverdue(sibling, rounds - 1);
                  });
            });
  }

  private Future<Boolean> giveUp(Delivery d) {
    return deliveries
        .giveUp(d, UNTRIED)
        .onSuccess(
            ours -> {
              if (ours) {
                reports.givenUpUntried(d);
              }
            });
  }

  private Future<CardAttempt.Tried> attempt(Delivery d, CardAttempt.Way way) {
    Channel channel = channels.named(d.channel()).orElse(null);
    if (channel == null) {
      return refused(way, "there is no channel named " + d.channel());
    }
    return templates.of(d.tenant()).compose(words -> attempt(d, channel, words, way));
  }

  private Future<CardAttempt.Tried> attempt(
      Delivery d, Channel channel, TenantWords words, CardAttempt.Way way) {
    Message message;
    try {
      message = messages.read(d, words);
    } catch (RuntimeException e) {
      return refused(way, String.valueOf(e.getMessage()));
    }
    return Future.<Void>succeededFuture()
        .compose(now -> way.attempt(channel, message))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(failure -> way.failed(Attempted.plainly(unexpected(d, failure))))
        .map(tried -> tried.with(faults(d, message)));
  }

  /** What went wrong with the tenant's own templates; the message was sent all the same. */
  private List<String> faults(Delivery d, Message message) {
    List<String> faults = message.wording().faults();
    if (!faults.isEmpty()) {
      meters.templateFailed(d);
    }
    return faults;
  }

  private static Outcome unexpected(Delivery d, Throwable failure) {
    if (failure instanceof TimeoutException) {
      return Outcome.Retry.because("no answer in time");
    }
    log.atError()
        .addKeyValue("channel", d.channel())
        .addKeyValue("delivery", d.id())
        .setCause(failure)
        .log("A channel failed with an error that it should have turned into an outcome");
    return Outcome.Retry.because("unexpected failure of the channel");
  }

  private static Future<CardAttempt.Tried> refused(CardAttempt.Way way, String reason) {
    return Future.succeededFuture(way.failed(Attempted.plainly(Outcome.Refused.because(reason))));
  }

  private static NextStep clean(NextStep step) {
    return switch (step) {
      case NextStep.Done done -> done;
      case NextStep.Again again ->
          new NextStep.Again(again.delay(), SafeText.line(again.reason(), 500));
      case NextStep.GiveUp up -> new NextStep.GiveUp(SafeText.line(up.reason(), 500));
      case NextStep.Cancel no -> no;
    };
  }

  /**
   * The provider has the message, and forgetting that would send it twice. So writing is tried a
   * few times. If the database stays away, the lease runs out and the receiver gets a repeat.
   */
  private Future<Void> write(Delivery d, AttemptRecord attempt, NextStep step, CardChange change) {
    return write(d, attempt, step, change, 3)
        .onSuccess(age -> reports.written(d, step, age))
        .onFailure(failure -> reports.notWritten(d, attempt, failure))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Optional<Duration>> write(
      Delivery d, AttemptRecord attempt, NextStep step, CardChange change, int left) {
    Future<Optional<Duration>> written = deliveries.write(d, attempt, step, change);
    return left <= 1
        ? written
        : written.recover(
            failure ->
                vertx
                    .timer(500, TimeUnit.MILLISECONDS)
                    .compose(later -> write(d, attempt, step, change, left - 1)));
  }
}
