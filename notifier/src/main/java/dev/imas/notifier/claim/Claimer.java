package dev.imas.notifier.claim;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.InFlight;
import dev.imas.core.work.Next;
import dev.imas.core.work.Poll;
import dev.imas.core.work.Repeat;
import dev.imas.core.work.WorkLoop;
import dev.imas.core.work.Worker;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.delivery.Deliverer;
import dev.imas.notifier.delivery.Delivery;
import dev.imas.notifier.throttle.Circuit;
import dev.imas.notifier.throttle.ReceiverGate;
import dev.imas.notifier.throttle.Receivers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due deliveries and hands them over, as long as there is room and work. It is bound to the
 * event loop it was made on, so its state needs no locks.
 */
final class Claimer {

  private static final Logger log = LoggerFactory.getLogger(Claimer.class);
  private static final int MOST_PER_CLAIM = 100;
  private static final int MOST_PER_FOLD = 1000;
  private static final Duration CHANNEL_FULL = Duration.ofSeconds(1);

  /**
   * A delivery that is sent so soon after its claim began is not looked at again before: whoever
   * takes the incident on in that time cannot expect more than whoever does so just after it.
   */
  private static final Duration FRESH = Duration.ofMillis(100);

  /**
   * How long deliveries that end are gathered until it is looked what may follow them. A claim
   * costs as much for one as for many.
   */
  private static final long GATHER_MS = 10;

  private final Context context;
  private final InstantSource clock;
  private final ClaimConfig config;
  private final ClaimRepository claims;
  private final Deliverer deliverer;
  private final Channels channels;
  private final Receivers receivers;
  private final ClaimMeters meters;
  private final Map<String, ChannelLine> lines = new HashMap<>();
  private final InFlight inFlight;
  private final WorkLoop loop;
  private boolean stopping;

  /** Whether the last claim left what there was no room for. */
  private boolean isFull;

  private boolean aboutToWake;

  Claimer(
      Context context,
      Platform platform,
      Transactions transactions,
      ClaimConfig config,
      Poll poll,
      Deliverer deliverer,
      Channels channels,
      WorkerHealth heartbeat) {
    this.context = context;
    this.clock = platform.clock();
    this.config = config;
    this.claims = new ClaimRepository(transactions, config.lease());
    this.deliverer = deliverer;
    this.channels = channels;
    this.receivers =
        new Receivers(
            config.throttle(),
            channel -> channels.named(channel).map(Channel::takesDigests).orElse(true));
    this.meters = new ClaimMeters(platform.meters(), channels.names());
    this.inFlight = new InFlight(config.concurrency());
    this.loop =
        new WorkLoop(
            poll,
            new Worker(
                platform,
                heartbeat,
                log,
                "deliveries cannot be claimed; the next poll tries again"),
            this::claim);
  }

  void start() {
    loop.start(context);
  }

  /** To be called when there may be work. */
  void wake() {
    loop.wake();
  }

  private Future<Next> claim() {
    lines.values().stream()
        .flatMap(line -> line.tired(clock.instant()).stream())
        .forEach(this::sendAway);
    int room = Math.min(MOST_PER_CLAIM, inFlight.room());
    long begun = System.nanoTime();
    isFull |= room == 0;
    return room == 0
        ? Future.succeededFuture(Next.IDLE) // The next delivery that ends calls this again.
        : claims
            .claim(room, receivers.allowance(clock.instant()))
            .map(deliveries -> claimed(deliveries, room, begun));
  }

  /** The database's clock may have been set back. Then retries that it had put off are due. */
  Future<Void> recall() {
    return claims
        .recall()
        .map(
            recalled -> {
              if (recalled > 0) {
                meters.recalled(recalled);
                log.atWarn()
                    .addKeyValue("deliveries", recalled)
                    .log(
                        "The database's clock was set back; deliveries that waited for it are due"
                            + " now");
              }
              return null;
            });
  }

  /** Folds the messages that exceed a receiver's rate into one per receiver. */
  Future<Void> fold() {
    Future<Void> all = Future.succeededFuture();
    for (Receivers.Receiver receiver : receivers.resting(clock.instant())) {
      all = all.compose(before -> fold(receiver));
    }
    return all;
  }

  private Future<Void> fold(Receivers.Receiver receiver) {
    return Repeat.until(
            0,
            folded -> folded < MOST_PER_FOLD,
            before -> claims.fold(receiver, config.throttle().roomToGoOn(), MOST_PER_FOLD))
        .mapEmpty();
  }

  /** Measures what a claim does not show. */
  Future<Void> measure() {
    meters.circuits(receivers.circuits(clock.instant()));
    return claims.backlog().onSuccess(meters::backlog).mapEmpty();
  }

  /**
   * Makes no new claims. Completes when nothing is in flight, or after the configured time. Another
   * notifier claims what is left once its lease has run out, or this one after a restart.
   */
  Future<Void> stop() {
    stopping = true;
    lines.values().stream().flatMap(line -> line.dissolve().stream()).forEach(this::sendAway);
    return loop.stop(config.drain())
        .compose(claimed -> inFlight.drain())
        .timeout(config.drain().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(
            late -> {
              log.atWarn()
                  .addKeyValue("in_flight", inFlight.count())
                  .log("Stopped with deliveries in flight; they are repeated after their lease");
              return null;
            });
  }

  /**
   * Fewer than there was room for are all that were due: the next that ends, or is queued, asks
   * again.
   */
  private Next claimed(List<Delivery> deliveries, int room, long begun) {
    isFull = deliveries.size() >= room;
    boolean isFresh = System.nanoTime() - begun < FRESH.toNanos();
    deliveries.forEach(delivery -> accept(delivery, isFresh));
    deliveries.stream()
        .filter(d -> d.gone() != null)
        .collect(Collectors.groupingBy(Delivery::receiverId))
        .forEach(
            (receiver, pages) ->
                log.atWarn()
                    .addKeyValue("tenant", pages.get(0).tenant())
                    .addKeyValue("receiver", receiver)
                    .addKeyValue("pages", pages.size())
                    .addKeyValue("reason", pages.get(0).gone())
                    .log("Pages are cancelled, because their contact is gone"));
    return deliveries.size() < room ? Next.IDLE : Next.MORE;
  }

  private void accept(Delivery delivery, boolean isFresh) {
    inFlight.begin();
    meters.inFlight(inFlight.count());
    Instant now = clock.instant();
    ReceiverGate gate =
        receivers.gate(
            new Receivers.Receiver(delivery.tenant(), delivery.receiverId()),
            delivery.channel(),
            now);
    String gone = delivery.gone();
    if (stopping) {
      putBack(delivery, Duration.ZERO);
    } else if (gone != null) {
      cancel(delivery, gone);
    } else if ((delivery.alone() ? gate.width(now) : gate.room(now)) == 0) {
      putBack(
          delivery,
          Duration
              .ZERO); // The gate now reports the receiver as busy, so the next claim leaves it out.
    } else {
      gate.begin(now);
      ChannelLine line = lines.computeIfAbsent(delivery.channel(), this::line);
      if (line.enter(delivery.urgency())) {
        attempt(delivery, isFresh, gate, line);
      } else {
        line.lineUp(new ChannelLine.Waiting(delivery, gate, now)).ifPresent(this::sendAway);
      }
    }
  }

  /** A channel that this process does not offer needs no slot: the deliverer refuses it at once. */
  private ChannelLine line(String channel) {
    return new ChannelLine(
        channels.named(channel).map(Channel::concurrency).orElse(Integer.MAX_VALUE));
  }

  private void sendAway(ChannelLine.Waiting waiting) {
    waiting.gate().endUntried();
    putBack(waiting.delivery(), stopping ? Duration.ZERO : CHANNEL_FULL);
  }

  private void attempt(Delivery delivery, boolean isFresh, ReceiverGate gate, ChannelLine line) {
    Circuit.State before = gate.circuit(clock.instant());
    deliverer
        .deliver(delivery, isFresh)
        .onComplete(
            tried ->
                onLoop(
                    () -> {
                      line.leave();
                      boolean wasBusy = gate.width(clock.instant()) == 0;
                      if (delivery.isDrill()
                          || (tried.succeeded()
                              && tried.result().outcome() instanceof Outcome.Deferred)) {
                        gate.endUntried();
                      } else {
                        boolean answered = tried.succeeded() && !tried.result().blamesReceiver();
                        gate.end(answered, clock.instant());
                      }
                      watch(delivery, before, gate.circuit(clock.instant()));
                      line.next()
                          .ifPresent(first -> attempt(first.delivery(), false, first.gate(), line));
                      if (isFull || wasBusy) {
                        ended();
                      } else {
                        endedWithRoom();
                      }
                    }));
  }

  private void watch(Delivery delivery, Circuit.State before, Circuit.State after) {
    if (after != before) {
      log.atWarn()
          .addKeyValue("receiver", delivery.receiverId())
          .addKeyValue("channel", delivery.channel())
          .addKeyValue("circuit", after)
          .log("A receiver's circuit changed");
    }
    if (before == Circuit.State.HALF_OPEN && after == Circuit.State.OPEN) {
      deliverer
          .giveUpOverdue(delivery)
          .onFailure(
              failure ->
                  (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                      .addKeyValue("receiver", delivery.receiverId())
                      .setCause(failure)
                      .log("Overdue deliveries could not be given up; the next probe tries again"));
    }
  }

  private void cancel(Delivery delivery, String reason) {
    deliverer
        .cancel(delivery, reason)
        .onFailure(
            failure ->
                log.atWarn()
                    .addKeyValue("delivery", delivery.id())
                    .setCause(failure)
                    .log("A delivery could not be cancelled; it is claimed again after its lease"))
        .onComplete(done -> onLoop(this::ended));
  }

  private void putBack(Delivery delivery, Duration delay) {
    deliverer
        .putBack(delivery, delay)
        .onFailure(
            failure ->
                (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                    .addKeyValue("delivery", delivery.id())
                    .setCause(failure)
                    .log("A delivery could not be put back; it is due again after its lease"))
        .onComplete(done -> onLoop(this::ended));
  }

  private void ended() {
    inFlight.end();
    meters.inFlight(inFlight.count());
    wake();
  }

  /** Nothing waited for its place. Only what comes after it may be due now. */
  private void endedWithRoom() {
    inFlight.end();
    meters.inFlight(inFlight.count());
    if (!aboutToWake) {
      aboutToWake = true;
      context
          .owner()
          .setTimer(
              GATHER_MS,
              id -> {
                aboutToWake = false;
                wake();
              });
    }
  }

  private void onLoop(Runnable work) {
    context.runOnContext(now -> work.run());
  }
}
