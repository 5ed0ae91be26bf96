package dev.imas.core.intake;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps intake going: woken by the bus and by a timer, takes unit after unit until the outbox has
 * nothing left. A unit that fails is tried again in halves; the one row that fails alone is put off
 * for longer and longer, so that it stalls nobody. Deploy on a virtual thread: one at a time, and
 * it awaits.
 */
public final class Intake extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final String NUDGE = "imas.core.intake.nudge";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);
  private static final int PATIENCE_WHEN_OVERTAKEN = 5;

  private final Platform platform;
  private final Transactions transactions;
  private final IntakeConfig config;
  private final OutboxRepository outbox = new OutboxRepository();
  private final IntakeUnit unit;
  private final Pager pager;
  private final IntakeMetrics metrics;
  private final BatchSize batch;

  private boolean running;
  private boolean again;
  private boolean stopping;
  private boolean databaseLost;
  private int overtaken;
  private long lastComplaint;
  private @Nullable Promise<Void> idle;

  public Intake(
      Platform platform,
      Transactions transactions,
      IntakeConfig config,
      IncidentRepository incidents,
      TimelineRepository timeline,
      OwnedServiceRepository services,
      Pager pager) {
    this.platform = platform;
    this.transactions = transactions;
    this.config = config;
    this.pager = pager;
    this.metrics = new IntakeMetrics(platform.meters());
    this.batch = new BatchSize(config.batch());
    this.unit =
        new IntakeUnit(
            transactions,
            outbox,
            incidents,
            timeline,
            services,
            pager,
            config.policy(),
            platform.clock());
  }

  @Override
  public Future<?> start() {
    TransitionsCommitted.registerOn(vertx.eventBus());
    vertx
        .eventBus()
        .<TransitionsCommitted>consumer(TransitionsCommitted.ADDRESS, message -> wake());
    vertx.eventBus().<String>localConsumer(NUDGE, message -> wake());
    vertx.setPeriodic(config.poll().toMillis(), timer -> wake());
    vertx.setPeriodic(0, 2_000, timer -> measure());
    return Future.succeededFuture();
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

  /** Says that the outbox has work, from any thread; losing it costs a moment. */
  public void nudge() {
    vertx.eventBus().send(NUDGE, "");
  }

  /** Takes what there is. Harmless when it is at it already. */
  private void wake() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        drain();
      } while (again && !stopping);
    } finally {
      running = false;
      if (idle != null) {
        idle.tryComplete();
      }
    }
  }

  private void drain() {
    while (!stopping) {
      long begun = System.nanoTime();
      try {
        IntakeUnit.Done done = unit.run(batch.rows()).await();
        if (done.rows() == 0) {
          return;
        }
        metrics.unit.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        metrics.rows.increment(done.rows());
        metrics.opened.increment(done.opened());
        metrics.reopened.increment(done.reopened());
        batch.succeeded();
        databaseLost = false;
        overtaken = 0;
        pager.nudge(done.deliveries());
      } catch (RuntimeException e) {
        if (!carryOnAfter(e)) {
          return;
        }
      }
    }
  }

  /**
   * @return false to wait for the next wake
   */
  private boolean carryOnAfter(Throwable e) {
    Throwable cause = e instanceof IntakeUnit.Failed failed ? failed.getCause() : e;
    if (cause instanceof IntakeUnit.Overtaken && overtaken++ < PATIENCE_WHEN_OVERTAKEN) {
      return true;
    }
    metrics.failures.increment();
    if (!(e instanceof IntakeUnit.Failed failed) || isTransient(cause)) {
      if (!databaseLost && !stopping) {
        log.atWarn().setCause(cause).log("Intake waits: the database does not take its work");
        databaseLost = true;
      }
      return false;
    }
    int rows = failed.claim().rows().size();
    log.atDebug().setCause(cause).addKeyValue("rows", rows).log("Unit of intake failed");
    if (rows > 1) {
      batch.failed(rows);
      return true;
    }
    return putOff(failed.claim(), cause == null ? failed : cause);
  }

  /** Trouble with connection or locks, or a shutdown: the same work will do later. */
  private static boolean isTransient(@Nullable Throwable cause) {
    if (cause instanceof PgException pg) {
      String state = String.valueOf(pg.getSqlState());
      return state.startsWith("08")
          || state.startsWith("40")
          || state.startsWith("53")
          || state.startsWith("57")
          || state.equals("55P03");
    }
    return cause instanceof VertxException
        || cause instanceof ClosedConnectionException
        || cause instanceof IOException
        || cause instanceof TimeoutException;
  }

  private boolean putOff(OutboxRepository.Claim claim, Throwable cause) {
    OutboxRepository.Claimed row = claim.rows().get(0);
    UUID tenant = Objects.requireNonNull(claim.tenant()).value();
    Duration wait = waitAfter(row.attempts());
    try {
      transactions.runUnbound(tx -> outbox.defer(tx, tenant, row.id(), wait)).await();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("A row of the outbox that fails cannot be put off");
      return false;
    }
    metrics.deferred.increment();
    batch.culpritGone();
    long now = System.nanoTime();
    if (lastComplaint == 0 || now - lastComplaint > COMPLAIN_EVERY.toNanos()) {
      lastComplaint = now;
      log.atError()
          .setCause(cause)
          .addKeyValue("tenant", tenant)
          .addKeyValue("fingerprint", row.transition().fingerprint())
          .addKeyValue("seq", row.transition().seq())
          .log(
              "A state change of an alert cannot be followed; it is tried again later"
                  + " (imas_intake_deferred_total counts them all)");
    }
    return true;
  }

  /** 1 s, 2 s, 4 s … 5 min. */
  static Duration waitAfter(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts, 20));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private void measure() {
    transactions
        .runUnbound(outbox::backlog)
        .onSuccess(b -> metrics.backlog(b.waiting(), b.oldest(), platform.clock().instant()))
        .onFailure(e -> log.debug("The backlog cannot be read", e));
  }
}
