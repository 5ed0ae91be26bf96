package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Heartbeat;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.SecretBox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot current: a notification brings a change within milliseconds, and since a
 * notification sent while nobody listens is gone, generations are compared every second besides.
 */
public final class SnapshotKeeper {

  private static final Logger log = LoggerFactory.getLogger(SnapshotKeeper.class);
  private static final long LOOK_EVERY_MS = 1_000;

  private final Vertx vertx;
  private final SnapshotReader reader;
  private final RoutingNotices notices;
  private final Heartbeat heartbeat;
  private final Outage outage;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private volatile Snapshot current = Snapshot.EMPTY;
  private volatile boolean loaded;
  private boolean reading;
  private boolean readAgain;
  private long timer = -1;

  /**
   * @param listener a pool of one
   * @param readers the types of sources whose keys read alerts unless told otherwise
   * @param autoResolve whether an incident resolves with its last alert where no rule says
   * @param heartbeat told of each look at the generations
   * @param outage told of what fails for want of the database
   */
  public SnapshotKeeper(
      Vertx vertx,
      Pool pool,
      Pool listener,
      SecretBox secrets,
      Set<String> readers,
      boolean autoResolve,
      Heartbeat heartbeat,
      Outage outage) {
    this.heartbeat = heartbeat;
    this.outage = outage;
    this.vertx = vertx;
    this.reader = new SnapshotReader(vertx, pool, secrets, readers, autoResolve);
    this.notices = new RoutingNotices(vertx, listener, this::look);
  }

  /** The present snapshot; empty until the first one was read. Any thread. */
  public Snapshot current() {
    return current;
  }

  /** Has the database been read at least once? */
  public boolean isLoaded() {
    return loaded;
  }

  /**
   * Ends when the first snapshot is there. While the database cannot be reached it keeps trying.
   */
  public Future<Void> start() {
    notices.start();
    timer = vertx.setPeriodic(LOOK_EVERY_MS, id -> look());
    return look();
  }

  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return notices.stop();
  }

  private synchronized Future<Void> look() {
    if (reading) {
      readAgain = true;
      return Future.succeededFuture();
    }
    reading = true;
    return reader
        .generations()
        .compose(this::readIfMoved)
        .onSuccess(current -> heartbeat.passed())
        .onFailure(heartbeat::failed)
        .onFailure(
            cause -> {
              if (!outage.reported(cause)) {
                complain(cause);
              }
            })
        .eventually(
            () -> {
              if (ended()) {
                return look();
              }
              return Future.succeededFuture();
            });
  }

  private void complain(Throwable cause) {
    long failures = complaints.dueAfterOneMore();
    if (failures > 0) {
      log.atWarn()
          .setCause(cause)
          .addKeyValue("failures", failures)
          .log("Sources, services and rules cannot be read; those before stay in force");
    }
  }

  private synchronized boolean ended() {
    reading = false;
    boolean again = readAgain;
    readAgain = false;
    return again;
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
              log.atInfo()
                  .addKeyValue("sources", next.sources().size())
                  .addKeyValue("tenants", next.routes().size())
                  .addKeyValue("generation", next.generation())
                  .log("Sources, services and rules are current");
              return null;
            });
  }

  private static Map<TenantId, Long> generationsOf(Snapshot snapshot) {
    Map<TenantId, Long> all = new HashMap<>();
    snapshot.routes().forEach((tenant, routes) -> all.put(tenant, routes.databaseGeneration()));
    return all;
  }
}
