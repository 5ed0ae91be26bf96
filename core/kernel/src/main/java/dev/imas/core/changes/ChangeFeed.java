package dev.imas.core.changes;

import dev.imas.core.bus.ChangesNumbered;
import dev.imas.core.http.Authenticator.Standing;
import dev.imas.core.http.Principal;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.FairSlots;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the change feed and tells its subscribers. Each core process does both, from rows: a
 * numbering by another process is found by a hint or a poll. Deploy it on a virtual thread.
 */
public final class ChangeFeed extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  /** What another process has numbered is found so often, while somebody is told of it here. */
  private static final long OF_OTHERS_MILLIS = 500;

  /** Whether changes wait for their numbers, as a condition of its poll. */
  public static final String WAITS = "feed_waits()";

  /**
   * Changes are gathered for so long, and it is what a storm's numbering costs ten times a second.
   */
  private static final Duration GATHER = Duration.ofMillis(100);

  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** The most rows of one tenant that are numbered at once. */
  private static final int ROWS = 2_000;

  /** The changes that all windows keep together, and the least that one keeps. */
  private static final int KEPT = 400_000;

  private static final int LEAST = 1_000;

  /** A window without subscribers is kept for so many looks, since most of them come again. */
  private static final int IDLE_LOOKS = 60;

  private static final int MOST_OF_ONE_CALLER = 100;

  /** What is kept in the database. Windows never reach further back. */
  private static final Duration KEEP = Duration.ofHours(1);

  private static final int FORGOTTEN_AT_ONCE = 5_000;

  private static final class Audience {
    private final ChangeWindow window = new ChangeWindow();
    private final Set<FeedSubscriber> subscribers = ConcurrentHashMap.newKeySet();
    private int idle;
  }

  private final Platform platform;
  private final Transactions transactions;
  private final FeedConfig config;
  private final FeedMetrics metrics;
  private final FeedRepository repository = new FeedRepository();
  private final Map<TenantId, Audience> audiences = new ConcurrentHashMap<>();
  private final Set<FeedSubscriber> coming = ConcurrentHashMap.newKeySet();
  private final FairSlots slots;
  private final Map<UUID, Integer> ofCaller = new ConcurrentHashMap<>();
  private final WorkLoop loop;
  private volatile boolean isStopping;

  /**
   * @param transactions with one connection that is always free
   * @param poll how it learns of changes without a hint, by {@link #WAITS}
   */
  public ChangeFeed(Platform platform, Transactions transactions, FeedConfig config, Poll poll) {
    this.platform = platform;
    this.transactions = transactions;
    this.config = config;
    this.metrics = new FeedMetrics(platform.meters());
    this.slots = new FairSlots(config.subscribers(), FairSlots.Own.KEEPS, System::nanoTime);
    this.loop =
        new WorkLoop(
            poll,
            PassObserver.complaining(
                log,
                platform.database().outage(),
                "the change feed cannot be read for now, so pages show changes late; it is tried"
                    + " again"),
            this::pass);
  }

  @Override
  public Future<?> start() {
    ChangesNumbered.registerOn(vertx.eventBus());
    vertx.eventBus().<ChangesNumbered>consumer(ChangesNumbered.ADDRESS, numbered -> loop.wake());
    vertx.setPeriodic(1_000, tick -> look());
    vertx.setPeriodic(OF_OTHERS_MILLIS, tick -> lookForOthers());
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    leave();
    return loop.stop(DRAIN);
  }

  private void lookForOthers() {
    if (!audiences.isEmpty()) {
      loop.wake();
    }
  }

  /** Hints from any thread that something waits for its number. A lost hint only costs latency. */
  public void wake() {
    loop.wake();
  }

  /** Ends all subscriptions, which would otherwise keep the server from stopping. */
  public void leave() {
    isStopping = true;
    audiences
        .values()
        .forEach(audience -> audience.subscribers.forEach(one -> one.end(Ending.STOPPING)));
  }

  /** Deletes what nobody can ask for any more. Repeatable. */
  public Future<String> forget(Transactions housekeeping) {
    return housekeeping
        .runUnbound(tx -> repository.forget(tx, KEEP, 2L * ChangeWindow.MOST, FORGOTTEN_AT_ONCE))
        .map(rows -> rows + " rows forgotten");
  }

  /**
   * Room for one more subscriber. When there is none, the tenant that has the most makes room for
   * one of another tenant.
   *
   * @throws Fault UNAVAILABLE or TOO_MANY_REQUESTS without any
   */
  Place reserve(Standing standing) {
    if (isStopping) {
      throw Fault.unavailable("this process stops; ask again", 1);
    }
    Place place = new Place(standing);
    if (Objects.requireNonNull(ofCaller.merge(place.caller, 1, Integer::sum))
        > MOST_OF_ONE_CALLER) {
      left(place.caller);
      throw Fault.tooMany(
          "this user or token has " + MOST_OF_ONE_CALLER + " subscriptions already; close some", 5);
    }
    if (!slots.enter(standing.principal().tenant().toString(), place)) {
      left(place.caller);
      throw Fault.unavailable(
          "this process has "
              + config.subscribers()
              + " subscribers already (core.feed.subscribers); try again later",
          5);
    }
    slots.asked(place);
    return place;
  }

  private void left(UUID caller) {
    ofCaller.computeIfPresent(caller, (id, count) -> count == 1 ? null : count - 1);
  }

  /** Room for a subscriber, until it is released or the subscriber ends. */
  final class Place implements FairSlots.Occupant {

    private final Standing standing;

    /** Whose subscriptions are counted together: all sessions and tokens of a user. */
    private final UUID caller;

    private final AtomicBoolean isReleased = new AtomicBoolean();
    private final AtomicReference<FeedSubscriber> taken = new AtomicReference<>();
    private volatile boolean isEvicted;

    private Place(Standing standing) {
      this.standing = standing;
      Principal.Person person = standing.principal().person();
      this.caller = person == null ? standing.principal().credential() : person.id();
    }

    void release() {
      if (isReleased.compareAndSet(false, true)) {
        slots.leave(this);
        left(caller);
      }
    }

    /** It goes only for another tenant. */
    @Override
    public FairSlots.Stage stage() {
      return FairSlots.Stage.BUSY;
    }

    @Override
    public void evict() {
      isEvicted = true;
      FeedSubscriber subscriber = taken.get();
      if (subscriber != null) {
        subscriber.end(Ending.CROWDED);
      }
    }

    /**
     * Call it on the event loop of the connection.
     *
     * @return run it when the connection has closed
     */
    Runnable take(Sink sink, FeedSubscriber.Wish wish, long retryMillis) {
      TenantId tenant = standing.principal().tenant();
      Context on = Objects.requireNonNull(Vertx.currentContext());
      audiences.compute(
          tenant,
          (id, known) -> {
            Audience audience = known == null ? new Audience() : known;
            FeedSubscriber subscriber =
                new FeedSubscriber(
                    on,
                    audience.window,
                    wish,
                    standing,
                    sink,
                    config,
                    metrics,
                    retryMillis,
                    () -> Pace.gapNanos(slots.taken()),
                    gone -> left(gone, tenant, this));
            audience.subscribers.add(subscriber);
            taken.set(subscriber);
            return audience;
          });
      FeedSubscriber subscriber = Objects.requireNonNull(taken.get());
      coming.add(subscriber);
      if (isEvicted) {
        subscriber.end(Ending.CROWDED);
      }
      if (isStopping) {
        subscriber.end(Ending.STOPPING);
      }
      loop.wake();
      return () -> subscriber.end(Ending.GONE);
    }
  }

  private void left(FeedSubscriber subscriber, TenantId tenant, Place place) {
    Audience audience = audiences.get(tenant);
    if (audience != null) {
      audience.subscribers.remove(subscriber);
    }
    coming.remove(subscriber);
    place.release();
  }

  /** Once a second. */
  private void look() {
    audiences.forEach(
        (tenant, audience) -> {
          audience.subscribers.forEach(FeedSubscriber::tick);
          audiences.computeIfPresent(
              tenant,
              (id, same) -> {
                same.idle = same.subscribers.isEmpty() ? same.idle + 1 : 0;
                return same.idle > IDLE_LOOKS ? null : same;
              });
        });
  }

  /** Numbers, reads what is new, and has it told. On a virtual thread. */
  private Future<Next> pass() {
    // Whoever has come by now is told from a window that is read after that.
    List<FeedSubscriber> came = List.copyOf(coming);
    FeedRepository.Numbered numbered =
        transactions.autocommit(tx -> repository.number(tx, ROWS)).await();
    metrics.numbered(numbered);
    boolean hasNews = read();
    came.forEach(
        subscriber -> {
          coming.remove(subscriber);
          subscriber.begin();
        });
    if (numbered.changes() > 0) {
      vertx
          .eventBus()
          .publish(ChangesNumbered.ADDRESS, new ChangesNumbered((int) numbered.changes()));
    }
    return Future.succeededFuture(
        !numbered.isAll()
            ? Next.moreAfter(GATHER)
            : hasNews || numbered.changes() > 0 || !came.isEmpty()
                ? Next.idleFor(GATHER)
                : Next.IDLE);
  }

  /**
   * @return whether there was anything new
   */
  private boolean read() {
    if (audiences.isEmpty()) {
      return false;
    }
    Set<TenantId> tenants = Set.copyOf(audiences.keySet());
    Map<TenantId, Long> heads =
        transactions.runUnbound(tx -> repository.heads(tx, tenants)).await();
    int most = Math.clamp(KEPT / tenants.size(), LEAST, ChangeWindow.MOST);
    boolean hasNews = false;
    for (TenantId tenant : tenants) {
      Audience audience = audiences.get(tenant);
      long head = heads.getOrDefault(tenant, 0L);
      if (audience == null || (audience.window.isLoaded() && audience.window.last() == head)) {
        continue;
      }
      long known = audience.window.isLoaded() ? audience.window.last() : 0;
      long after = Math.max(known <= head ? known : 0, head - most);
      List<Change> news =
          head == after
              ? List.of()
              : transactions.run(tenant, tx -> repository.read(tx, after)).await();
      audience.window.add(news, head, most);
      audience.subscribers.forEach(FeedSubscriber::news);
      hasNews = true;
    }
    return hasNews;
  }
}
