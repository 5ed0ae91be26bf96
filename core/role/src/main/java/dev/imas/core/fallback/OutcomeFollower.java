package dev.imas.core.fallback;

import dev.imas.core.bus.DeliveriesDied;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.fallback.FallbackUnit.Done;
import dev.imas.core.fallback.FallbackUnit.Failed;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what became of deliveries, unit after unit, until nothing is left: woken by the bus and
 * by a timer. A unit that fails is tried again with one row; a row that fails alone waits longer
 * and longer and holds up nobody. Bound to the event loop of its deployment.
 */
public final class OutcomeFollower extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(OutcomeFollower.class);
  private static final int MOST = 100;

  /** Between two tries of a row that fails alone. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final Duration poll;
  private final FallbackUnit unit;
  private final FallbackMetrics metrics;
  private final Heartbeat heartbeat;
  private final OutcomeRepository outcomes = new OutcomeRepository();

  private boolean running;
  private boolean again;
  private boolean stopping;
  private boolean fails;
  private @Nullable Promise<Void> idle;

  /**
   * @param queue knows how long a page may go unaccepted
   * @param transactions one at once
   * @param heartbeat told of each look for outcomes
   */
  public OutcomeFollower(
      Platform platform,
      Transactions transactions,
      Duration poll,
      IncidentRepository incidents,
      IncidentWriter writer,
      DeliveryQueue queue,
      Heartbeat heartbeat) {
    this.transactions = transactions;
    this.poll = poll;
    this.heartbeat = heartbeat;
    this.metrics = new FallbackMetrics(platform.meters());
    this.unit =
        new FallbackUnit(
            transactions,
            incidents,
            writer,
            queue,
            new FallbackPlanner(queue.acceptWithin()),
            platform.clock());
  }

  @Override
  public Future<?> start() {
    DeliveriesDied.registerOn(vertx.eventBus());
    vertx.setPeriodic(0, poll.toMillis(), tick -> wake());
    return vertx
        .eventBus()
        .<DeliveriesDied>consumer(DeliveriesDied.ADDRESS, died -> wake())
        .completion();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    if (!running) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    idle = drained;
    return drained.future().timeout(10, TimeUnit.SECONDS).otherwiseEmpty();
  }

  private void wake() {
    if (running || stopping) {
      again = true;
      return;
    }
    running = true;
    follow(MOST);
  }

  private void follow(int limit) {
    again = false;
    unit.run(limit)
        .onComplete(
            ended -> {
              if (ended.succeeded()) {
                followed(ended.result());
              } else {
                failed(Objects.requireNonNull(ended.cause()));
              }
            });
  }

  private void followed(Done done) {
    heartbeat.passed();
    if (fails) {
      fails = false;
      log.info("What became of deliveries can be followed again");
    }
    if (done.rows() > 0) {
      metrics.redirected(done.redirected());
      FallbackReports.tell(log, done.redirected());
    }
    next(done.rows() > 0 || again, MOST);
  }

  private void failed(Throwable e) {
    metrics.failures.increment();
    Throwable cause = e instanceof Failed failed ? failed.getCause() : e;
    // That the database is away is told once for all that needs it.
    if (!fails && !stopping && !Outage.isOne(cause)) {
      fails = true;
      log.atWarn()
          .setCause(cause)
          .log(
              "What became of deliveries cannot be followed; it is tried again"
                  + " (imas_page_fallback_failures_total counts on)");
    }
    if (!(e instanceof Failed failed)) {
      heartbeat.failed(e);
      next(false, MOST);
      return;
    }
    if (failed.claim().rows().size() > 1) {
      next(true, 1);
      return;
    }
    OutcomeRepository.Claimed row = failed.claim().rows().get(0);
    TenantId tenant = Objects.requireNonNull(failed.claim().tenant());
    transactions
        .runUnbound(tx -> outcomes.defer(tx, tenant, row.id(), waitAfter(row.attempts())))
        .onComplete(put -> next(put.succeeded(), MOST));
  }

  private void next(boolean more, int limit) {
    if (more && !stopping) {
      follow(limit);
      return;
    }
    running = false;
    if (idle != null) {
      idle.tryComplete();
    }
  }

  /** 1 s, 2 s, 4 s … 5 min. */
  static Duration waitAfter(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts, 20));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
