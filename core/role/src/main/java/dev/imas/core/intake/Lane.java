package dev.imas.core.intake;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.Platform;
import dev.imas.core.work.Next;
import dev.imas.core.work.Units;
import dev.imas.core.work.WorkLoop;
import dev.imas.core.work.Worker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that follows the outbox's rows of one urgency: rounds of a unit for each tenant that has
 * work, until none is left. Bound to the context of its verticle: while one lane waits for
 * PostgreSQL, another goes on.
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

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Kind kind;
  private final @Nullable Lane ahead;
  private final IntakeUnit unit;
  private final IntakeMetrics metrics;
  private final OutboxSweep sweep;
  private final InstantSource clock;
  private final Duration gather;
  private final Units<IntakeUnit.Done> units;
  private final WorkLoop loop;
  private @Nullable Round round;

  /** A unit for each tenant that has work: how far it is. */
  private static final class Round {
    private final long begun = System.nanoTime();
    private UUID last = NOBODY;
    private boolean yields;
    private boolean isFull;

    Round(boolean yields) {
      this.yields = yields;
    }
  }

  /**
   * @param ahead a more urgent lane, of which a unit goes first where both have work of a tenant;
   *     one, not all, or this lane might starve
   * @param heartbeat told of each unit
   */
  Lane(
      Kind kind,
      @Nullable Lane ahead,
      IntakeUnit unit,
      IntakeMetrics metrics,
      OutboxSweep sweep,
      Platform platform,
      IntakeConfig config,
      Heartbeat heartbeat) {
    this.kind = kind;
    this.ahead = ahead;
    this.unit = unit;
    this.metrics = metrics;
    this.sweep = sweep;
    this.clock = platform.clock();
    this.gather = kind == Kind.URGENT ? config.gather().dividedBy(5) : config.gather();
    this.units =
        new Units<>(
            config.batch(),
            metrics.failures,
            metrics.deferred,
            log,
            "A state change of an alert cannot be followed; it is tried again later"
                + " (imas_intake_deferred_total counts them all)");
    this.loop =
        new WorkLoop(
            config.poll(),
            new Worker(
                platform, heartbeat, log, "intake waits, the database does not take its work"),
            this::pass);
  }

  void start(Context context) {
    loop.start(context);
  }

  /** No new units; ends with the one under way, or after ten seconds. */
  Future<Void> stop() {
    return loop.stop(DRAIN);
  }

  /** There may be rows. */
  void wake() {
    loop.wake();
  }

  private Future<Next> pass() {
    Round now = round == null ? new Round(ahead != null) : round;
    round = null; // it ends here when this unit fails
    int most = units.rows();
    long begun = System.nanoTime();
    return units
        .run(limit -> unit.run(kind, now.yields, now.last, limit))
        .compose(
            done -> {
              if (done.isEmpty()) {
                round = now;
                return Future.succeededFuture(Next.MORE);
              }
              return followed(now, done.get(), most, System.nanoTime() - begun);
            });
  }

  private Future<Next> followed(Round now, IntakeUnit.Done done, int most, long nanos) {
    if (done.rows() > 0) {
      metrics.followed(kind, nanos, done);
      sweep.followed(done.rows());
    }
    TenantId tenant = done.tenant();
    if (tenant == null) {
      return Future.succeededFuture(now.isFull ? Next.MORE : gathering(now));
    }
    round = now;
    if (done.rows() == 0 && ahead != null) {
      now.yields = false;
      return ahead.loop.pass().map(Next.MORE);
    }
    now.last = tenant.value();
    now.yields = ahead != null;
    if (done.rows() < most) {
      return Future.succeededFuture(Next.MORE);
    }
    now.isFull = true;
    return Future.succeededFuture(kind == Kind.BULK ? resting(done, nanos) : Next.MORE);
  }

  /**
   * A transaction costs as much as following some dozens of rows: in a steady flow, rounds begin
   * some time apart. The first after a silence begins at once.
   */
  private Next gathering(Round over) {
    return Next.idleFor(gather.minusNanos(System.nanoTime() - over.begun));
  }

  /**
   * A full unit of the bulk lane says that changes come faster than they are followed: a storm,
   * which takes the same processors. So the lane leaves most of the time to it, at first; the later
   * it is, the shorter it rests. What may page goes by the urgent lane, which never does.
   */
  private Next resting(IntakeUnit.Done done, long worked) {
    double rest = restFor(Duration.between(done.newest(), clock.instant()));
    return Next.moreAfter(Duration.ofNanos((long) (worked * rest)));
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
}
