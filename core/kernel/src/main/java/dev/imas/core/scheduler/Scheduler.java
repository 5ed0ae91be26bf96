package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.OwnThreads;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.scheduler.TimerKind.Lane;
import dev.imas.core.scheduler.TimerKind.Work;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.Worker;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs durable timers when they are due, in whichever process claims them first. The urgent lane
 * has threads, a loop and connections of its own, so that neither housekeeping nor a request can
 * block it. Due times use the database's clock; if that is set back, timers are moved.
 */
public final class Scheduler extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration WATCH_CLOCK = Duration.ofSeconds(1);
  private static final String CANNOT = "timers cannot run for now; they are tried again";
  private static final Duration OVERDUE = Duration.ofMinutes(1);
  private static final int HOUSEKEEPING_UNITS = 2;
  private static final int MOVED_AT_ONCE = 10_000;

  /**
   * Leased work comes again by itself, at times that each process knows. Polls only find what
   * somebody asked another process to run now, which a hint tells where the bus is shared.
   */
  private static final int POLLS_OF_OTHERS = 10;

  /** Connections for housekeeping: its leased runs, and its units in transactions. */
  public static final int HOUSEKEEPING_CONNECTIONS = 6;

  /** The subject of the platform's recurring timers, of which there is one per kind. */
  public static final String PLATFORM = "platform";

  /**
   * A timer of the platform itself, set whenever core starts.
   *
   * @param kind the kind, of which it is the only timer
   */
  public record Recurring(TimerKind kind, Recurrence recurrence) {

    /** Work that runs at that distance. */
    public static Recurring every(Duration period, String kind, TimerKind.Sweep sweep) {
      return new Recurring(TimerKind.sweep(kind, sweep), new Recurrence.Every(period));
    }

    /**
     * Work that runs at that distance where something waits for it.
     *
     * @param waits see {@link Work.Leased}
     */
    public static Recurring every(
        Duration period, String kind, String waits, TimerKind.Sweep sweep) {
      return new Recurring(TimerKind.sweepOf(kind, waits, sweep), new Recurrence.Every(period));
    }
  }

  /**
   * @param poll the time after which timers set by other processes are found at the latest, and ten
   *     times as long for leased work
   * @param lease the time after which a run of housekeeping without renewal counts as dead
   * @param urgentUnits how many transactions of the urgent lane run at once
   */
  public record Pace(Duration poll, Duration lease, int urgentUnits) {}

  private final Platform platform;
  private final Transactions urgent;
  private final Transactions housekeeping;
  private final List<Recurring> recurring;
  private final Map<String, TimerKind> kinds;
  private final Pace pace;
  private final Function<String, Poll> polls;
  private final WorkerHealth urgentHeartbeat;
  private final WorkerHealth heartbeat;
  private final TimerRepository timers = new TimerRepository();
  private final TimerClaimRepository claims = new TimerClaimRepository();
  private final TimerMeters meters;
  private boolean watching;

  /**
   * @param urgent transactions for the urgent lane, on one connection more than it has units
   * @param recurring the platform's own timers
   * @param more further kinds, whose timers others set
   * @param polls the poll of a lane for which a condition says whether timers are due
   * @param urgentHeartbeat learns of each pass of the urgent lane
   * @param heartbeat learns of each pass of housekeeping
   */
  public Scheduler(
      Platform platform,
      Transactions urgent,
      Transactions housekeeping,
      List<Recurring> recurring,
      Collection<TimerKind> more,
      Pace pace,
      Function<String, Poll> polls,
      WorkerHealth urgentHeartbeat,
      WorkerHealth heartbeat) {
    this.platform = platform;
    this.urgent = urgent;
    this.housekeeping = housekeeping;
    this.recurring = List.copyOf(recurring);
    List<TimerKind> all = new ArrayList<>(more);
    recurring.forEach(r -> all.add(r.kind()));
    this.kinds = all.stream().collect(Collectors.toMap(TimerKind::name, Function.identity()));
    this.pace = pace;
    this.polls = polls;
    this.urgentHeartbeat = urgentHeartbeat;
    this.heartbeat = heartbeat;
    this.meters = new TimerMeters(platform.meters());
  }

  /** Measures how many timers are late by more than a minute, and registers the gauge. */
  public MeasuredFigure overdue() {
    MeasuredFigure overdue =
        new MeasuredFigure(
            "overdue timers",
            0,
            () -> housekeeping.runUnbound(tx -> claims.overdue(tx, kinds.keySet(), OVERDUE)));
    Gauge.builder("imas.timers.overdue", overdue, MeasuredFigure::value)
        .description("Timers that should have been run more than a minute ago, up to 10,000")
        .register(platform.meters());
    return overdue;
  }

  @Override
  public Future<?> start() {
    return housekeeping
        .run(TenantId.PLATFORM, this::register)
        .compose(registered -> open("timers-urgent", this::urgentLanes))
        .compose(opened -> open("timers", this::housekeepingLanes))
        .onSuccess(opened -> vertx.setPeriodic(0, WATCH_CLOCK.toMillis(), id -> watchClock()));
  }

  /** They stop before their scheduler, by which they were deployed. */
  private Future<String> open(String threads, Function<Context, TimerQueues.Opened> lanes) {
    return vertx.deployVerticle(new OwnThreads(threads, new TimerQueues(lanes)));
  }

  /** In the order of their names, so that processes that start at once wait for each other. */
  private Future<Void> register(Tx tx) {
    Future<Void> registered = Future.succeededFuture();
    for (Recurring one :
        recurring.stream().sorted(Comparator.comparing(r -> r.kind().name())).toList()) {
      registered =
          registered.compose(
              done -> timers.register(tx, one.kind().name(), PLATFORM, one.recurrence()));
    }
    return registered;
  }

  private TimerQueues.Opened urgentLanes(Context context) {
    Map<String, TimerKind> urgentKinds = kinds(kind -> kind.lane() == Lane.URGENT);
    TransactionQueue lane =
        new TransactionQueue(
            vertx,
            urgentKinds,
            pace.urgentUnits(),
            poll(urgentKinds),
            urgent,
            meters,
            trouble(),
            new Worker(platform, urgentHeartbeat, log, CANNOT));
    return new TimerQueues.Opened(lane, null);
  }

  private TimerQueues.Opened housekeepingLanes(Context context) {
    Outage outage = platform.database().outage();
    Map<String, TimerKind> brief =
        kinds(k -> k.lane() == Lane.HOUSEKEEPING && k.work() instanceof Work.InTransaction);
    TransactionQueue inTransactions =
        new TransactionQueue(
            vertx,
            brief,
            HOUSEKEEPING_UNITS,
            poll(brief),
            housekeeping,
            meters,
            trouble(),
            // Only the lane of leases has the heartbeat, since with two loops one would hide
            // failures of the other.
            PassObserver.complaining(log, outage, CANNOT));
    LeasedTimers leased =
        new LeasedTimers(
            vertx,
            context,
            kinds(kind -> kind.work() instanceof Work.Leased),
            pace.poll().multipliedBy(POLLS_OF_OTHERS),
            pace.lease(),
            housekeeping,
            platform.clock(),
            meters,
            trouble(),
            new Worker(platform, heartbeat, log, CANNOT));
    return new TimerQueues.Opened(inTransactions, leased);
  }

  private Poll poll(Map<String, TimerKind> of) {
    // Kinds have names of letters, digits and hyphens.
    return polls.apply("timers_wait('{" + String.join(",", new TreeSet<>(of.keySet())) + "}')");
  }

  private TimerTrouble trouble() {
    return new TimerTrouble(platform.database().outage(), meters);
  }

  private Map<String, TimerKind> kinds(Predicate<TimerKind> which) {
    return kinds.values().stream()
        .filter(which)
        .collect(Collectors.toMap(TimerKind::name, Function.identity()));
  }

  private void watchClock() {
    if (watching) {
      return;
    }
    watching = true;
    urgent
        .autocommit(tx -> claims.watch(tx, MOVED_AT_ONCE))
        .onFailure(e -> log.debug("The database's clock cannot be watched", e))
        .onComplete(
            seen -> {
              watching = false;
              if (seen.succeeded()) {
                watched(seen.result());
              }
            });
  }

  private void watched(TimerClaimRepository.Watched seen) {
    if (seen.setBackMillis() > 0) {
      meters.clockSetBack();
      log.atWarn()
          .addKeyValue("seconds", Duration.ofMillis(seen.setBackMillis()).toSeconds())
          .log(
              "The database's clock was set back; timers for an elapsed time are moved by as "
                  + "much");
    }
    if (seen.more()) {
      watchClock();
    } else if (seen.setBackMillis() > 0) {
      vertx.eventBus().publish(Timers.HINT, 0L, Timers.LOCAL);
    }
  }
}
