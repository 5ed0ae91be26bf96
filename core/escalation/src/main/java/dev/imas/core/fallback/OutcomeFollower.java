package dev.imas.core.fallback;

import dev.imas.core.bus.DeliveriesDied;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.fallback.FallbackUnit.Done;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.Units;
import dev.imas.core.work.WorkLoop;
import dev.imas.core.work.Worker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes the outcomes of deliveries, unit after unit, until none is left. The bus and a poll
 * wake it. Bound to the virtual-thread context of its deployment, where it awaits.
 */
public final class OutcomeFollower extends VerticleBase {

  /** Whether outcomes wait for it, as a condition of its poll. */
  public static final String WAITS = "outcomes_wait()";

  private static final Logger log = LoggerFactory.getLogger(OutcomeFollower.class);
  private static final int MOST = 100;
  private static final Duration MEASURED = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** A page that failed meanwhile waits so long at most. */
  private static final Duration LONGEST_REST = Duration.ofMillis(50);

  private final Transactions transactions;
  private final OutcomeRepository outcomes = new OutcomeRepository();
  private final UnroutedRepository unrouted = new UnroutedRepository();
  private final FallbackUnit unit;
  private final FallbackMetrics metrics;
  private final FallbackReports reports = new FallbackReports(log, System::nanoTime);
  private final Units<Done> units;
  private final WorkLoop loop;
  private @Nullable MessageConsumer<DeliveriesDied> hints;
  private final WorkLoop measurements =
      new WorkLoop(
          MEASURED,
          PassObserver.quiet(log, "The backlog of outcomes cannot be read"),
          this::measure);

  /**
   * @param queue the queue, which knows how long a page may stay unaccepted
   * @param onCall who is on call, who comes before the tenant's fallback
   * @param poll how it learns of outcomes, by {@link #WAITS}
   * @param holding says who has quiet hours
   * @param moveOn takes escalation on when nobody whom a step told can be reached
   * @param transactions runs one transaction at a time, and a short one now and then to measure the
   *     backlog
   * @param heartbeat learns of each pass
   */
  public OutcomeFollower(
      Platform platform,
      Transactions transactions,
      Poll poll,
      IncidentRepository incidents,
      IncidentWriter writer,
      DeliveryQueue queue,
      PersonReach people,
      OnCallContacts onCall,
      Holding holding,
      MoveOn moveOn,
      WorkerHealth heartbeat) {
    this.transactions = transactions;
    this.metrics = new FallbackMetrics(platform.meters());
    this.unit =
        new FallbackUnit(
            transactions,
            incidents,
            writer,
            queue,
            new FallbackPlanner(),
            people,
            onCall,
            holding,
            moveOn,
            platform.clock());
    this.units =
        new Units<>(
            MOST,
            metrics.failures,
            metrics.deferred,
            log,
            "The outcome of a delivery cannot be processed; it is tried again later "
                + "(imas_page_fallback_deferred_total counts all of these)");
    this.loop =
        new WorkLoop(
            poll,
            new Worker(
                platform,
                heartbeat,
                log,
                "outcomes of deliveries cannot be processed for now; they are tried again"),
            this::pass);
  }

  @Override
  public Future<?> start() {
    DeliveriesDied.registerOn(vertx.eventBus());
    loop.start(context);
    measurements.start(context);
    // Not awaited: it may take other processes a while to learn of this consumer, and polling works
    // without them.
    hints = vertx.eventBus().consumer(DeliveriesDied.ADDRESS, died -> loop.wake());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    MessageConsumer<DeliveriesDied> heard = hints;
    // On threads of its own, the end of a verticle does not end its consumers by itself.
    return (heard == null ? Future.<Void>succeededFuture() : heard.unregister())
        .eventually(() -> Future.join(loop.stop(DRAIN), measurements.stop(Duration.ZERO)));
  }

  private Future<Next> pass() {
    long begun = System.nanoTime();
    return units
        .run(unit::run)
        .map(done -> done.map(one -> followed(one, System.nanoTime() - begun)).orElse(Next.MORE));
  }

  /** What is only recorded leaves most of the time to what calls people, as a storm does. */
  private static Duration rest(long worked) {
    return Duration.ofNanos(Math.min(3 * worked, LONGEST_REST.toNanos()));
  }

  private Future<Next> measure() {
    return transactions
        .autocommit(outcomes::backlog)
        .map(
            measured -> {
              metrics.backlog(measured);
              return measured;
            })
        .compose(measured -> transactions.autocommit(unrouted::lost))
        .map(
            counted -> {
              metrics.lost(counted);
              return Next.IDLE;
            });
  }

  private Next followed(Done done, long worked) {
    if (done.rows() == 0) {
      return Next.IDLE;
    }
    metrics.redirected(done.redirected());
    reports.tell(done.redirected());
    return done.isRecord() ? Next.moreAfter(rest(worked)) : Next.MORE;
  }
}
