package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs durable timers as they fall due, in whichever process claims them first. A process that dies
 * in the middle leaves a lease that ends; the handler is run again, so handlers are repeatable.
 * What was missed while nobody ran is caught up once. Deploy on a virtual thread.
 */
public final class Scheduler extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /**
   * What a timer does.
   *
   * @param period at which it is due again
   */
  public record Task(Duration period, TimerHandler handler) {}

  /** Repeatable, and done within the lease. */
  @FunctionalInterface
  public interface TimerHandler {

    /**
     * @return in a few words what was done; a failure is tried again soon
     */
    Future<String> run(TenantId tenant);
  }

  private final Transactions transactions;
  private final TimerRepository timers = new TimerRepository();
  private final Map<String, Task> tasks;
  private final Duration poll;
  private final Duration lease;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Heartbeat heartbeat;
  private final Outage outage;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private final Set<String> failing = new HashSet<>();
  private boolean running;
  private boolean stopping;
  private @Nullable Promise<Void> idle;

  /**
   * @param tasks by the name of the timer; those of the platform itself
   * @param lease after which a run that was not finished is taken for dead
   * @param heartbeat told of each look for what is due
   * @param outage told of what fails for want of the database
   */
  public Scheduler(
      Transactions transactions,
      Map<String, Task> tasks,
      Duration poll,
      Duration lease,
      InstantSource clock,
      MeterRegistry meters,
      Heartbeat heartbeat,
      Outage outage) {
    this.transactions = transactions;
    this.tasks = new TreeMap<>(tasks);
    this.poll = poll;
    this.lease = lease;
    this.clock = clock;
    this.meters = meters;
    this.heartbeat = heartbeat;
    this.outage = outage;
  }

  @Override
  public Future<?> start() {
    Future<Void> registered = Future.succeededFuture();
    for (Map.Entry<String, Task> task : tasks.entrySet()) {
      registered =
          registered.compose(
              done ->
                  transactions.run(
                      TenantId.PLATFORM,
                      tx -> timers.register(tx, task.getKey(), task.getValue().period())));
    }
    return registered.onSuccess(done -> vertx.setPeriodic(0, poll.toMillis(), t -> wake()));
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
      return;
    }
    running = true;
    try {
      while (!stopping && runOne()) {
        // Until nothing is due.
      }
    } catch (RuntimeException e) {
      heartbeat.failed(e);
      if (!outage.reported(e)) {
        complain(e);
      }
    } finally {
      running = false;
      if (idle != null) {
        idle.tryComplete();
      }
    }
  }

  private void complain(RuntimeException e) {
    long failures = complaints.dueAfterOneMore();
    if (failures > 0) {
      log.atWarn().setCause(e).addKeyValue("failures", failures).log("Timers cannot be claimed");
    }
  }

  private boolean runOne() {
    Optional<TimerRepository.Claimed> claimed =
        transactions.runUnbound(tx -> timers.claim(tx, lease)).await();
    if (claimed.isPresent()) {
      heartbeat.passedUntil(lease);
      run(claimed.get());
    }
    heartbeat.passed();
    return claimed.isPresent();
  }

  private void run(TimerRepository.Claimed timer) {
    noteLateness(timer);
    Task task = tasks.get(timer.name());
    String outcome;
    Duration retry = null;
    try {
      if (task == null) {
        // Of a newer version that shares the database; its own processes know it.
        outcome = "not known here";
        retry = LONGEST_RETRY;
      } else {
        outcome = task.handler().run(new TenantId(timer.tenant())).await();
        failing.remove(timer.name());
      }
    } catch (RuntimeException e) {
      outcome = "failed: " + e.getMessage();
      retry = retryAfter(timer.attempts());
      meters.counter("imas.timer.failures", "timer", timer.name()).increment();
      if (!outage.reported(e) && failing.add(timer.name())) {
        log.atWarn().setCause(e).addKeyValue("timer", timer.name()).log("A timer's work failed");
      }
    }
    String said = outcome;
    Duration again = retry;
    transactions.runUnbound(tx -> timers.finish(tx, timer, said, again)).await();
  }

  /** 1 s, 2 s, 4 s … 5 min. */
  private static Duration retryAfter(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(Math.max(attempts - 1, 0), 20));
    return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
  }

  private void noteLateness(TimerRepository.Claimed timer) {
    Instant now = clock.instant();
    Duration late = Duration.between(timer.dueAt(), now);
    Timer.builder("imas.timer.lateness")
        .description("How long after its due time a timer was run")
        .tag("timer", tasks.containsKey(timer.name()) ? timer.name() : "other")
        .register(meters)
        .record(late.isNegative() ? Duration.ZERO : late);
  }
}
