package dev.imas.core.intake;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.Next;
import dev.imas.core.work.Poll;
import dev.imas.core.work.Units;
import dev.imas.core.work.WorkLoop;
import dev.imas.core.work.Worker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work loop for outbox rows of one urgency. It runs rounds with a unit for each tenant that has
 * work, until none is left. Bound to the context of its verticle: while one lane waits for
 * PostgreSQL, another goes on.
 */
final class OutboxLoop {

  /** In the order of the outbox's priorities. */
  enum Kind {
    /** SEV1 and SEV2, which never wait for the other lane. */
    URGENT,
    BULK;

    int priority() {
      return ordinal();
    }

    String wireName() {
      return this == URGENT ? "urgent" : "bulk";
    }

    /**
     * The most incidents that one unit opens. Each takes milliseconds, far longer than an alert
     * that joins one, and a SEV1 waits for the urgent unit in progress. For the other one waits
     * only what concerns the same incidents.
     */
    int mostOpened() {
      return this == URGENT ? 100 : 200;
    }
  }

  /** Which rows of a tenant a unit takes. */
  enum Order {
    /** Those of the highest severity, in turns of services. Of the urgent lane alone. */
    SEVEREST,
    OLDEST
  }

  private static final Logger log = LoggerFactory.getLogger(OutboxLoop.class);

  /**
   * So many full units of a tenant pass over the oldest rows. Endless SEV1 leave a fourth of the
   * lane to SEV2.
   */
  private static final int SEVEREST_IN_A_ROW = 3;

  /**
   * So many units of the lane ahead go first: the most severe, the oldest, and one in between that
   * finds nothing more of the former. With more, this lane might starve.
   */
  private static final int MOST_YIELDED = 4;

  /**
   * The most tenants of one unit. Eight share most of what a transaction costs, and the first of
   * them waits for a few hundredths of a second.
   */
  private static final int MOST_TENANTS = 8;

  /**
   * So many tenants of a round are passed over because somebody else holds what they need. With
   * more it is not they who are in trouble.
   */
  private static final int MOST_PASSED_OVER = 3;

  /** Before the first tenant. */
  private static final UUID NOBODY = new UUID(0, 0);

  /**
   * The bulk lane rests up to three times as long as it works, and not at all when it is a minute
   * late.
   */
  private static final double MOST_REST = 3;

  private static final Duration LATEST = Duration.ofMinutes(1);

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Kind kind;
  private final @Nullable OutboxLoop ahead;
  private final IntakeUnit unit;
  private final IntakeMetrics metrics;
  private final OutboxSweep sweep;
  private final InstantSource clock;
  private final Duration gather;
  private final int batch;
  private final Units<IntakeUnit.Done> units;
  private final WorkLoop loop;
  private final AtomicBoolean isHinted = new AtomicBoolean();
  private @Nullable Round round;

  /** The rows of full units in a row, up to a batch. */
  private int inFullUnits;

  /**
   * The progress of a round, which has a unit for each tenant with work. In the urgent lane the
   * most severe rows of all tenants go first, and then the oldest.
   */
  private static final class Round {
    /** So many units of one tenant each follow: one of a unit of several failed. */
    private int alone;

    private int passedOver;

    /** The first tenant of the last unit. */
    private @Nullable TenantId tried;

    /** Why the last tenant was passed over. */
    private @Nullable Throwable held;

    private final long begun = System.nanoTime();
    private final boolean isHinted;
    private Order order;
    private int severest;
    private UUID last = NOBODY;
    private boolean yields;
    private int yielded;
    private boolean isFull;
    private boolean hasWorked;

    /**
     * @param isHinted whether somebody has said that there are rows
     */
    Round(Kind kind, boolean yields, boolean isHinted) {
      this.order = kind == Kind.URGENT ? Order.SEVEREST : Order.OLDEST;
      this.yields = yields;
      this.isHinted = isHinted;
    }

    /**
     * Whether rows may be left that were passed over; if so, the tenants have their turns again.
     */
    boolean goesOn() {
      if (order == Order.OLDEST) {
        return false;
      }
      severest++;
      if (!isFull || severest == SEVEREST_IN_A_ROW) {
        order = Order.OLDEST;
      }
      last = NOBODY;
      isFull = false;
      return true;
    }
  }

  /**
   * @param ahead a more urgent lane, of which units go first if both have work of a tenant, up to
   *     four for each of this lane
   * @param poll how it learns of rows without a hint
   * @param heartbeat learns of each unit
   */
  OutboxLoop(
      Kind kind,
      @Nullable OutboxLoop ahead,
      IntakeUnit unit,
      IntakeMetrics metrics,
      OutboxSweep sweep,
      Platform platform,
      IntakeConfig config,
      Poll poll,
      WorkerHealth heartbeat) {
    this.kind = kind;
    this.ahead = ahead;
    this.unit = unit;
    this.metrics = metrics;
    this.sweep = sweep;
    this.clock = platform.clock();
    this.gather = kind == Kind.URGENT ? config.gather().dividedBy(5) : config.gather();
    this.batch = config.batch();
    this.units =
        new Units<>(
            config.batch(),
            metrics.failures,
            metrics.deferred,
            log,
            "A state change of an alert cannot be processed; it is tried again later "
                + "(imas_intake_deferred_total counts all of these)");
    this.loop =
        new WorkLoop(
            poll,
            new Worker(
                platform,
                heartbeat,
                log,
                "intake cannot process the outbox for now; it is tried again"),
            this::pass);
  }

  void start(Context context) {
    loop.start(context);
  }

  /** Starts no new units. Completes with the one in progress, or after ten seconds. */
  Future<Void> stop() {
    return loop.stop(DRAIN);
  }

  /** There may be rows. */
  void wake() {
    isHinted.set(true);
    loop.wake();
  }

  private Future<Next> pass() {
    Round now = round == null ? new Round(kind, ahead != null, isHinted.getAndSet(false)) : round;
    round = null; // if this unit fails, the round ends here
    now.tried = null;
    int most = units.rows();
    long begun = System.nanoTime();
    return units
        .run(
            limit ->
                unit.run(want(now, limit), now.last, tenant -> now.tried = tenant)
                    .recover(failure -> apart(now, failure)))
        .compose(
            done -> {
              if (done.isEmpty() || done.get() == IntakeUnit.Done.APART) {
                round = now;
                return Future.succeededFuture(Next.MORE);
              }
              now.alone = Math.max(0, now.alone - 1);
              return followed(now, done.get(), most, System.nanoTime() - begun);
            },
            failure -> passedOver(now, failure));
  }

  private IntakeUnit.Want want(Round now, int limit) {
    return new IntakeUnit.Want(
        kind, now.order, now.yields, limit, now.alone > 0 ? 1 : MOST_TENANTS);
  }

  /** The tenants of a unit that failed have units of their own, up to the one whose part failed. */
  private static Future<IntakeUnit.Done> apart(Round now, Throwable failure) {
    if (failure instanceof IntakeUnit.PartFailed part) {
      if (DatabaseFailure.of(failure).isOfAll()) {
        return Future.failedFuture(Objects.requireNonNull(part.getCause()));
      }
      log.atDebug()
          .setCause(part.getCause())
          .addKeyValue("before", part.before)
          .log("A unit of several tenants failed; they have units of their own");
      now.alone = part.before + 1;
      return Future.succeededFuture(IntakeUnit.Done.APART);
    }
    return Future.failedFuture(failure);
  }

  /** What a tenant needs is held by somebody else. The others go on, and it has the next round. */
  private Future<Next> passedOver(Round now, Throwable failure) {
    TenantId tenant = now.tried;
    if (tenant == null
        || DatabaseFailure.of(failure).isOfAll()
        || now.passedOver == MOST_PASSED_OVER) {
      return Future.failedFuture(failure);
    }
    now.passedOver++;
    now.held = failure;
    now.last = tenant.value();
    now.alone = Math.max(0, now.alone - 1);
    round = now;
    return Future.succeededFuture(Next.MORE);
  }

  private Future<Next> followed(Round now, IntakeUnit.Done done, int most, long nanos) {
    if (done.rows() > 0) {
      now.hasWorked = true;
      metrics.followed(kind, nanos, done);
      sweep.followed(done.rows());
    }
    TenantId tenant = done.tenant();
    if (tenant == null && now.goesOn()) {
      round = now;
      return Future.succeededFuture(Next.MORE);
    }
    if (tenant == null && now.held != null) {
      return Future.failedFuture(now.held);
    }
    if (tenant == null) {
      return Future.succeededFuture(now.isFull ? Next.MORE : gathering(now));
    }
    round = now;
    if (done.rows() == 0 && ahead != null) {
      now.yields = ++now.yielded < MOST_YIELDED;
      return ahead.loop.pass().map(Next.MORE);
    }
    now.last = tenant.value();
    now.yields = ahead != null;
    now.yielded = 0;
    if (done.rows() < most) {
      inFullUnits = 0;
      return Future.succeededFuture(Next.MORE);
    }
    now.isFull = true;
    inFullUnits = Math.min(batch, inFullUnits + done.rows());
    return Future.succeededFuture(
        kind == Kind.BULK && inFullUnits == batch ? resting(done, nanos) : Next.MORE);
  }

  /**
   * A transaction costs as much as processing some dozens of rows. So in a steady flow rounds begin
   * at intervals. The first round after a silence begins at once: a poll that found nothing is a
   * part of the silence, or each page that comes just after one would wait. A hint whose rows are
   * of the other lane is not: in a storm there is one with each commit.
   */
  private Next gathering(Round over) {
    return over.hasWorked || over.isHinted
        ? Next.idleFor(gather.minusNanos(System.nanoTime() - over.begun))
        : Next.IDLE;
  }

  /**
   * A full batch of the bulk lane means that changes arrive faster than they are processed: a
   * storm, which needs the same processors. So the lane first leaves most of the time to ingest.
   * The later it gets, the shorter it rests. What may page goes through the urgent lane, which
   * never rests.
   */
  private Next resting(IntakeUnit.Done done, long worked) {
    double rest = restFor(Duration.between(done.newest(), clock.instant()));
    return Next.moreAfter(Duration.ofNanos((long) (worked * rest)));
  }

  /**
   * How long to rest, as a multiple of the time worked.
   *
   * @param late how late the newest row of a full unit is
   */
  static double restFor(Duration late) {
    double part = (double) late.toMillis() / LATEST.toMillis();
    return MOST_REST * Math.clamp(1 - part, 0, 1);
  }
}
