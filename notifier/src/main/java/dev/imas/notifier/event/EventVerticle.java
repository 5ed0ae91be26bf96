package dev.imas.notifier.event;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.wording.SafeText;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.event.EventQueueRepository.Attempt;
import dev.imas.notifier.event.EventRetry.Status;
import dev.imas.notifier.event.EventRetry.Verdict;
import dev.imas.notifier.template.PageLinks;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims due events and posts them, as many at once as configured. Bound to its event loop. */
public final class EventVerticle extends VerticleBase {

  /** Whether events wait for it, as a condition of its poll. */
  public static final String WAITS = "events_wait()";

  private static final Logger log = LoggerFactory.getLogger(EventVerticle.class);
  private static final Duration MEASURED = Duration.ofSeconds(5);
  private static final int MOST_PER_CLAIM = 50;

  private final EventConfig config;
  private final EventQueueRepository events;
  private final EventPoster poster;
  private final EventMeters meters;
  private final InstantSource clock;
  private final Supplier<Future<Void>> closing;
  private final LeasedQueue<EventPost> queue;
  private final WorkLoop measures;

  /**
   * @param transactions of events alone: what they wait for must not keep pages waiting
   * @param egress of events alone
   * @param poll how it learns of events, by {@link #WAITS}
   * @param closing closes both
   */
  public EventVerticle(
      Platform platform,
      Transactions transactions,
      Egress egress,
      PageLinks links,
      EventConfig config,
      Poll poll,
      Supplier<Future<Void>> closing) {
    this.config = config;
    this.events = new EventQueueRepository(transactions);
    this.poster = new EventPoster(egress, platform.secrets(), links, platform.clock());
    this.meters = new EventMeters(platform.meters());
    this.clock = platform.clock();
    this.closing = closing;
    this.queue =
        new LeasedQueue<>(
            poll,
            config.concurrency(),
            PassObserver.complaining(
                log, platform.database().outage(), "Events cannot be claimed; they wait"),
            new Due());
    this.measures =
        new WorkLoop(
            MEASURED,
            PassObserver.quiet(log, "The backlog of events cannot be read"),
            () -> events.backlog().onSuccess(meters::backlog).map(Next.IDLE));
  }

  @Override
  public Future<?> start() {
    queue.start(context);
    measures.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return measures
        .stop(Duration.ZERO)
        .compose(stopped -> queue.stop(config.drain()))
        .eventually(closing);
  }

  private final class Due implements LeasedQueue.Work<EventPost> {

    @Override
    public Future<List<EventPost>> claim(int room) {
      return events.claim(Math.min(MOST_PER_CLAIM, room), config.perSubscription(), config.lease());
    }

    @Override
    public Future<Void> run(EventPost post) {
      return stored(post, attempt(post));
    }

    @Override
    public Future<Void> release(EventPost post) {
      return stored(post, events.release(post, Duration.ZERO));
    }

    private Future<Void> stored(EventPost post, Future<Void> end) {
      return end.onFailure(
          failure ->
              (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                  .addKeyValue("event", post.id())
                  .setCause(failure)
                  .log("What became of an event was not stored; it is posted again"));
    }
  }

  private Future<Void> attempt(EventPost post) {
    long begun = System.nanoTime();
    return poster
        .post(post)
        .compose(
            outcome ->
                outcome instanceof Outcome.Deferred deferred
                    ? events.release(post, deferred.delay())
                    : end(post, outcome, Duration.ofNanos(System.nanoTime() - begun)));
  }

  private Future<Void> end(EventPost post, Outcome outcome, Duration took) {
    Instant now = clock.instant();
    Verdict verdict = EventRetry.of(outcome, post, now, ThreadLocalRandom.current().nextDouble());
    meters.tried(outcome.word());
    if (verdict.status() == Status.SENT) {
      meters.accepted(Duration.between(post.queuedAt(), now));
    }
    return events.end(post, verdict, attempt(outcome, took)).mapEmpty();
  }

  private static Attempt attempt(Outcome outcome, Duration took) {
    return switch (outcome) {
      case Outcome.Accepted a -> attempt(outcome, a.status(), null, took);
      case Outcome.Retry r -> attempt(outcome, r.status(), r.reason(), took);
      case Outcome.MayHeal r -> attempt(outcome, r.status(), r.reason(), took);
      case Outcome.Refused r -> attempt(outcome, r.status(), r.reason(), took);
      case Outcome.Deferred d -> throw new IllegalArgumentException("was no attempt");
    };
  }

  private static Attempt attempt(
      Outcome outcome, @Nullable Integer status, @Nullable String reason, Duration took) {
    return new Attempt(
        outcome.word(),
        status,
        reason == null ? null : SafeText.line(reason, 500),
        status != null && status == 410,
        took);
  }
}
