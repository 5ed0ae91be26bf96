package dev.imas.notifier.room;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.RoomEnd;
import dev.imas.notifier.channel.RoomLine;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.provider.ProviderRooms;
import dev.imas.notifier.template.PageLinks;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks of rooms and carries them out, a few at a time, in a lane of its own: they never
 * delay a page. Deploy it on a virtual thread.
 */
public final class RoomVerticle extends VerticleBase {

  /** Whether work waits for it, as a condition of its poll. */
  public static final String WAITS = "room_tasks_wait()";

  private static final Logger log = LoggerFactory.getLogger(RoomVerticle.class);

  /** A task may take many requests, so its lease is long. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** After this a task begins no more requests, and the last ends within the lease. */
  private static final Duration LONGEST = Duration.ofSeconds(75);

  private static final Duration LONGEST_FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration RECALLED = Duration.ofSeconds(5);
  private static final int AT_ONCE = 8;

  private final Platform platform;
  private final ProviderRooms providers;
  private final Egress egress;
  private final PageLinks links;
  private final RoomTaskRepository tasks;
  private final RoomRetry retry;
  private final Duration drain;
  private final LeasedQueue<ClaimedRoomTask> queue;
  private final WorkLoop recalls;

  /**
   * @param poll how it learns of what waits, by {@link #WAITS}
   * @param firstWait of a message before its first retry
   * @param drain how long a stop waits for tasks in flight
   */
  public RoomVerticle(
      Platform platform,
      Transactions transactions,
      ProviderRooms providers,
      Egress egress,
      PageLinks links,
      Poll poll,
      Duration firstWait,
      Duration drain) {
    this.platform = platform;
    this.providers = providers;
    this.egress = egress;
    this.links = links;
    this.tasks = new RoomTaskRepository(transactions, LEASE);
    this.retry =
        new RoomRetry(firstWait.compareTo(LONGEST_FIRST_WAIT) < 0 ? firstWait : LONGEST_FIRST_WAIT);
    this.drain = drain;
    this.queue =
        new LeasedQueue<>(
            poll,
            AT_ONCE,
            PassObserver.complaining(
                log, platform.database().outage(), "tasks of rooms cannot be claimed"),
            new Due());
    this.recalls =
        new WorkLoop(
            RECALLED,
            PassObserver.quiet(log, "Tasks of rooms cannot be recalled"),
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

  private final class Due implements LeasedQueue.Work<ClaimedRoomTask> {

    @Override
    public Future<List<ClaimedRoomTask>> claim(int room) {
      return tasks.claim(room);
    }

    @Override
    public Future<Void> run(ClaimedRoomTask task) {
      work(task);
      return Future.succeededFuture();
    }

    /** People wait for the room, and its lease is long. */
    @Override
    public Future<Void> release(ClaimedRoomTask task) {
      return run(task);
    }
  }

  private void work(ClaimedRoomTask task) {
    try {
      end(task, carriedOut(task));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("task", task.id())
          .setCause(e)
          .log("What became of a room's task could not be stored; it is repeated after its lease");
    }
  }

  private RoomEnd carriedOut(ClaimedRoomTask task) {
    RoomWork work;
    try {
      work = task.work(links);
    } catch (IllegalStateException e) {
      return new RoomEnd.Dead(String.valueOf(e.getMessage()), false);
    }
    return providers.carryOut(task.tenant(), task.provider(), task.vendor(), new Line(task), work);
  }

  private void end(ClaimedRoomTask task, RoomEnd end) {
    switch (end) {
      case RoomEnd.Done done -> store(task, "done", Duration.ZERO, done.result(), null);
      case RoomEnd.Dead dead ->
          store(
              task,
              "dead",
              Duration.ZERO,
              dead.isGone() ? Map.of("gone", true) : Map.of(),
              dead.reason());
      case RoomEnd.Later later -> {
        switch (retry.after(later, task.attempt(), task.createdAt(), platform.clock().instant())) {
          case RoomRetry.Next.Again again ->
              store(
                  task,
                  again.counts() ? "pending" : "untried",
                  again.after(),
                  Map.of(),
                  later.reason());
          case RoomRetry.Next.GiveUp given ->
              store(task, "dead", Duration.ZERO, Map.of(), given.reason());
        }
      }
    }
  }

  private void store(
      ClaimedRoomTask task,
      String end,
      Duration wait,
      Map<String, Object> result,
      @Nullable String error) {
    Counter.builder("imas.room.tasks")
        .description("Attempts at what is asked for incidents' rooms, by kind and end")
        .tag("kind", task.kind())
        .tag("end", end)
        .register(platform.meters())
        .increment();
    boolean mine = tasks.end(task, end, wait, result, error).await();
    if (!mine) {
      log.atWarn()
          .addKeyValue("task", task.id())
          .log("A room's task took longer than its lease; another attempt counts");
    }
  }

  private final class Line implements RoomLine {
    private final ClaimedRoomTask task;
    private final long begun = System.nanoTime();

    Line(ClaimedRoomTask task) {
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
        throw new RoomEnd.Stop(
            new RoomEnd.Later("it took too many requests for one attempt", null, true, true));
      }
      return egress.send(task.tenant(), false, request).await();
    }
  }
}
