package dev.imas.notifier.task;

import dev.imas.core.platform.Platform;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks of one sort and carries them out, a few at a time, in a lane of its own. Deploy it
 * on a virtual thread.
 */
public final class TaskVerticle<T extends Task> extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(TaskVerticle.class);

  /** After this a task begins no more requests, and the last ends within the lease. */
  private static final Duration LONGEST = Duration.ofSeconds(75);

  private static final Duration LONGEST_FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration RECALLED = Duration.ofSeconds(5);
  private static final int AT_ONCE = 8;

  /** Carries one out. Called on a virtual thread. */
  @FunctionalInterface
  public interface Work<T> {

    TaskEnd carryOut(T task, TaskLine line);
  }

  /**
   * A sort of tasks.
   *
   * @param name for people, in the plural
   * @param attempts counts attempts, by kind and end
   */
  public record Sort(String name, Supplier<Counter.Builder> attempts) {}

  private final Platform platform;
  private final Sort sort;
  private final TaskQueue<T> tasks;
  private final Work<T> work;
  private final Egress egress;
  private final TaskRetry retry;
  private final Duration drain;
  private final LeasedQueue<T> queue;
  private final WorkLoop recalls;

  /**
   * @param poll how it learns of what waits
   * @param firstWait of a message before its first retry
   * @param drain how long a stop waits for tasks in flight
   */
  public TaskVerticle(
      Platform platform,
      Sort sort,
      TaskQueue<T> tasks,
      Work<T> work,
      Egress egress,
      Poll poll,
      Duration firstWait,
      Duration drain) {
    this.platform = platform;
    this.sort = sort;
    this.tasks = tasks;
    this.work = work;
    this.egress = egress;
    this.retry =
        new TaskRetry(firstWait.compareTo(LONGEST_FIRST_WAIT) < 0 ? firstWait : LONGEST_FIRST_WAIT);
    this.drain = drain;
    this.queue =
        new LeasedQueue<>(
            poll,
            AT_ONCE,
            PassObserver.complaining(
                log, platform.database().outage(), sort.name + " cannot be claimed"),
            new Due());
    this.recalls =
        new WorkLoop(
            RECALLED,
            PassObserver.quiet(log, sort.name + " cannot be recalled"),
            () -> tasks.recall().map(Next.IDLE));
  }

  @Override
  public Future<?> start() {
    queue.start(context);
    recalls.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return recalls.stop(Duration.ZERO).compose(stopped -> queue.stop(drain));
  }

  private final class Due implements LeasedQueue.Work<T> {

    @Override
    public Future<List<T>> claim(int room) {
      return tasks.claim(room);
    }

    @Override
    public Future<Void> run(T task) {
      attempt(task);
      return Future.succeededFuture();
    }

    /** People wait for it, and its lease is long. */
    @Override
    public Future<Void> release(T task) {
      return run(task);
    }
  }

  private void attempt(T task) {
    try {
      end(task, work.carryOut(task, new Line(task)));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("task", task.id())
          .addKeyValue("sort", sort.name)
          .setCause(e)
          .log("What became of a task could not be stored; it is repeated after its lease");
    }
  }

  private void end(T task, TaskEnd end) {
    switch (end) {
      case TaskEnd.Done done -> store(task, "done", Duration.ZERO, done.result(), null);
      case TaskEnd.Dead dead ->
          store(
              task,
              "dead",
              Duration.ZERO,
              dead.isGone() ? Map.of("gone", true) : Map.of(),
              dead.reason());
      case TaskEnd.Later later -> {
        switch (retry.after(later, task.attempt(), task.createdAt(), platform.clock().instant())) {
          case TaskRetry.Next.Again again ->
              store(
                  task,
                  again.counts() ? "pending" : "untried",
                  again.after(),
                  Map.of(),
                  later.reason());
          case TaskRetry.Next.GiveUp given ->
              store(task, "dead", Duration.ZERO, Map.of(), given.reason());
        }
      }
    }
  }

  private void store(
      T task, String end, Duration wait, Map<String, Object> result, @Nullable String error) {
    sort.attempts
        .get()
        .description("Attempts at " + sort.name + ", by kind and end")
        .tag("kind", task.kind())
        .tag("end", end)
        .register(platform.meters())
        .increment();
    boolean mine = tasks.end(task, end, wait, result, error).await();
    if (!mine) {
      log.atWarn()
          .addKeyValue("task", task.id())
          .addKeyValue("sort", sort.name)
          .log("A task took longer than its lease; another attempt counts");
    }
  }

  private final class Line implements TaskLine {
    private final T task;
    private final long begun = System.nanoTime();

    Line(T task) {
      this.task = task;
    }

    @Override
    public UUID id() {
      return task.id();
    }

    @Override
    public Instant now() {
      return platform.clock().instant();
    }

    @Override
    public WebReply send(WebRequest request) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new TaskEnd.Stop(
            new TaskEnd.Later("it took too many requests for one attempt", null, true, true));
      }
      return egress.send(task.tenant(), false, request).await();
    }
  }
}
