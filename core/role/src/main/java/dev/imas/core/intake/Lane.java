package dev.imas.core.intake;

import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the outbox's rows of one kind, unit after unit, until none is left. A unit that fails is
 * tried again in halves; the one row that fails alone is put off for longer and longer, so that it
 * stalls nobody. Bound to the virtual-thread context of its verticle, where it awaits: while one
 * lane waits for PostgreSQL, another goes on.
 */
final class Lane {

  /** By priority, as the outbox numbers it. */
  enum Kind {
    /** SEV1 and SEV2: nothing of the other lane is ever ahead of these. */
    URGENT,
    BULK;

    int priority() {
      return ordinal();
    }

    String wireName() {
      return this == URGENT ? "urgent" : "bulk";
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /** Before the first tenant. */
  private static final UUID NOBODY = new UUID(0, 0);

  /**
   * Rests of the bulk lane: three quarters of the time, and none at all when it is a minute late.
   */
  private static final double MOST_REST = 3;

  private static final Duration LATEST = Duration.ofMinutes(1);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);
  private static final int PATIENCE_WHEN_OVERTAKEN = 5;

  private final Kind kind;
  private final @Nullable Lane ahead;
  private final Transactions transactions;
  private final OutboxRepository outbox;
  private final IntakeUnit unit;
  private final IntakeMetrics metrics;
  private final OutboxSweep sweep;
  private final InstantSource clock;
  private final BatchSize batch;
  private final Duration gather;
  private final Heartbeat heartbeat;
  private final Outage outage;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);

  private long lastRound;
  private boolean running;
  private boolean again;
  private boolean stopping;
  private int overtaken;
  private long lastComplaint;
  private @Nullable Promise<Void> idle;
  private Promise<Void> unitEnds = Promise.promise();

  /**
   * @param ahead a more urgent lane, of which a unit goes first where both have work of a tenant;
   *     one, not all, or this lane might starve
   * @param heartbeat told of each unit
   * @param outage told of what fails for want of the database
   */
  Lane(
      Kind kind,
      @Nullable Lane ahead,
      Transactions transactions,
      OutboxRepository outbox,
      IntakeUnit unit,
      IntakeMetrics metrics,
      OutboxSweep sweep,
      InstantSource clock,
      IntakeConfig config,
      Heartbeat heartbeat,
      Outage outage) {
    this.kind = kind;
    this.ahead = ahead;
    this.transactions = transactions;
    this.outbox = outbox;
    this.unit = unit;
    this.metrics = metrics;
    this.sweep = sweep;
    this.clock = clock;
    this.batch = new BatchSize(config.batch());
    this.heartbeat = heartbeat;
    this.outage = outage;
    this.gather = kind == Kind.URGENT ? config.gather().dividedBy(5) : config.gather();
    this.lastRound = System.nanoTime() - gather.toNanos();
  }

  /** No new units; ends with the one under way, or after ten seconds. */
  Future<Void> stop() {
    stopping = true;
    if (!running) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    idle = drained;
    return drained.future().timeout(10, TimeUnit.SECONDS).otherwiseEmpty();
  }

  /** Takes what there is. Harmless when it is at it already. */
  void wake() {
    if (running) {
      again = true;
      return;
    }
    if (stopping) {
      return;
    }
    running = true;
    try {
      boolean more = false;
      do {
        again = false;
        if (!more) {
          gather();
        }
        lastRound = System.nanoTime();
        more = round();
      } while ((again || more) && !stopping);
    } finally {
      running = false;
      unitEnded(); // Whoever waits for one that a stop forestalled.
      if (idle != null) {
        idle.tryComplete();
      }
    }
  }

  /**
   * A transaction costs as much as following some dozens of rows: in a steady flow, rounds begin
   * some time apart. The first after a silence begins at once.
   */
  private void gather() {
    pause(gather.toNanos() - (System.nanoTime() - lastRound));
  }

  /**
   * A full unit of the bulk lane says that changes come faster than they are followed: a storm,
   * which takes the same processors. So the lane leaves most of the time to it, at first; the later
   * it is, the shorter it rests. What may page goes by the urgent lane, which never does.
   */
  private void rest(IntakeUnit.Done done, long worked) {
    if (kind == Kind.BULK) {
      pause((long) (worked * restFor(Duration.between(done.newest(), clock.instant()))));
    }
  }

  /**
   * How long to rest for each moment of work.
   *
   * @param late the newest row of a full unit
   */
  static double restFor(Duration late) {
    double part = (double) late.toMillis() / LATEST.toMillis();
    return MOST_REST * Math.clamp(1 - part, 0, 1);
  }

  private static void pause(long nanos) {
    if (nanos > 0) {
      Objects.requireNonNull(Vertx.currentContext())
          .owner()
          .timer(Math.max(1, nanos / 1_000), TimeUnit.MICROSECONDS)
          .await();
    }
  }

  /**
   * A unit for each tenant that has work.
   *
   * @return whether one of them was full, so that there is more
   */
  private boolean round() {
    boolean full = false;
    boolean yields = ahead != null;
    UUID last = NOBODY;
    while (!stopping) {
      try {
        int most = batch.rows();
        long begun = System.nanoTime();
        IntakeUnit.Done done = follow(yields, last, most);
        TenantId tenant = done.tenant();
        if (tenant == null) {
          return full;
        }
        if (done.rows() == 0 && ahead != null) {
          ahead.unit().await();
          yields = false;
        } else {
          last = tenant.value();
          yields = ahead != null;
          if (done.rows() == most) {
            full = true;
            rest(done, System.nanoTime() - begun);
          }
        }
      } catch (RuntimeException e) {
        if (!carryOnAfter(e)) {
          return false;
        }
      }
    }
    return false;
  }

  private IntakeUnit.Done follow(boolean yields, UUID after, int most) {
    long begun = System.nanoTime();
    try {
      IntakeUnit.Done done = unit.run(kind, yields, after, most).await();
      heartbeat.passed();
      if (done.rows() > 0) {
        metrics.followed(kind, System.nanoTime() - begun, done);
        sweep.followed(done.rows());
        batch.succeeded();
        overtaken = 0;
      }
      return done;
    } finally {
      unitEnded();
    }
  }

  private void unitEnded() {
    Promise<Void> ended = unitEnds;
    unitEnds = Promise.promise();
    ended.complete();
  }

  /** Ends with the unit under way, or else with one that is begun now, whatever came of it. */
  private Future<Void> unit() {
    if (stopping) {
      return Future.succeededFuture();
    }
    if (!running) {
      Objects.requireNonNull(Vertx.currentContext()).runOnContext(event -> wake());
    }
    return unitEnds.future();
  }

  /**
   * @return false to wait for the next wake
   */
  private boolean carryOnAfter(Throwable e) {
    Throwable cause = e instanceof IntakeUnit.Failed failed ? failed.getCause() : e;
    if (cause instanceof IncidentWriter.Overtaken && overtaken++ < PATIENCE_WHEN_OVERTAKEN) {
      return true;
    }
    metrics.failures.increment();
    if (!(e instanceof IntakeUnit.Failed failed) || DatabaseFailure.of(cause).passes()) {
      heartbeat.failed(e);
      if (!outage.reported(cause == null ? e : cause) && !stopping) {
        complain(cause == null ? e : cause);
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

  private void complain(Throwable cause) {
    long failures = complaints.dueAfterOneMore();
    if (failures > 0) {
      log.atWarn()
          .addKeyValue("lane", kind.wireName())
          .addKeyValue("failures", failures)
          .setCause(cause)
          .log("Intake waits: the database does not take its work");
    }
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
}
