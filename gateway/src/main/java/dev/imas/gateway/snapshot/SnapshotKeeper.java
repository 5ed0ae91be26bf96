package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.Next;
import dev.imas.core.work.WorkLoop;
import dev.imas.core.work.Worker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot current. A notification brings a change within milliseconds. A notification
 * can be lost while nobody listens, so generations are also compared every second.
 */
public final class SnapshotKeeper {

  private static final Logger log = LoggerFactory.getLogger(SnapshotKeeper.class);
  private static final Duration LOOKED = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final SnapshotReader reader;
  private final RoutingNotices notices;
  private final WorkLoop loop;
  private final LongAdder conditionsFailed = new LongAdder();
  private final Promise<Void> read = Promise.promise();
  private volatile Snapshot current = Snapshot.EMPTY;
  private volatile boolean loaded;
  private volatile long lookedAt = System.nanoTime();

  /**
   * @param listener a pool with one connection
   * @param readers the types of sources whose keys read alerts by default
   * @param autoResolve whether an incident resolves with its last alert where no rule says
   * @param heartbeat reported to after each comparison of generations
   */
  public SnapshotKeeper(
      Platform platform,
      Pool pool,
      Pool listener,
      Set<String> readers,
      boolean autoResolve,
      WorkerHealth heartbeat) {
    this.vertx = platform.vertx();
    this.reader =
        new SnapshotReader(
            pool,
            new TenantReader(
                vertx,
                pool,
                platform.secrets(),
                readers,
                autoResolve,
                conditionsFailed::increment));
    this.loop =
        new WorkLoop(
            LOOKED,
            new Worker(
                platform,
                heartbeat,
                log,
                "sources, services and rules cannot be read; the previous ones stay in use"),
            this::look);
    this.notices = new RoutingNotices(vertx, listener, loop::wake);
  }

  /** The current snapshot, empty until the first one was read. Any thread may call this. */
  public Snapshot current() {
    return current;
  }

  /** How often the condition of a rule could not be evaluated, so that the rule did not match. */
  public long conditionsFailed() {
    return conditionsFailed.sum();
  }

  /** Whether all tenants have been read at least once. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Completes when {@link #isLoaded}; fails if it stops before. */
  public Future<Void> ready() {
    return read.future();
  }

  /** How long ago it was certain that nothing has changed. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - lookedAt);
  }

  /**
   * Completes with the first reading, whether it succeeded or not. While the database is away, it
   * keeps trying.
   */
  public Future<Void> start() {
    loop.start(vertx.getOrCreateContext());
    notices.start();
    return loop.pass();
  }

  public Future<Void> stop() {
    read.tryFail("stopped before all tenants were read");
    return loop.stop(Duration.ZERO).eventually(notices::stop);
  }

  private Future<Next> look() {
    long begun = System.nanoTime();
    return reader
        .generations()
        .compose(this::readIfMoved)
        .onSuccess(looked -> lookedAt = begun)
        .map(Next.IDLE);
  }

  private Future<Void> readIfMoved(Map<TenantId, Long> generations) {
    Snapshot before = current;
    if (loaded && generations.equals(generationsOf(before))) {
      return Future.succeededFuture();
    }
    return reader
        .read(before, generations)
        .map(
            next -> {
              current = next;
              loaded = true;
              read.tryComplete();
              log.atInfo()
                  .addKeyValue("sources", next.sources().size())
                  .addKeyValue("tenants", next.routes().size())
                  .addKeyValue("generation", next.generation())
                  .log("Sources, services and rules are up to date again");
              return null;
            });
  }

  private static Map<TenantId, Long> generationsOf(Snapshot snapshot) {
    Map<TenantId, Long> all = new HashMap<>();
    snapshot.routes().forEach((tenant, routes) -> all.put(tenant, routes.databaseGeneration()));
    return all;
  }
}
