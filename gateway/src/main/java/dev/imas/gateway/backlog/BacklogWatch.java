package dev.imas.gateway.backlog;

import dev.imas.core.model.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the outbox every second, and less often where looking takes long. What it saw last is
 * believed for ten seconds; after that the backlog counts as unknown and stops nobody, since a
 * database that does not answer has other ways to say so.
 */
public final class BacklogWatch {

  private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);
  private static final String BACKLOG = "SELECT tenant_id, waiting FROM ingest_backlog()";
  private static final long LOOK_EVERY_MS = 1_000;
  private static final int AT_MOST_ONE_PART_OF = 10;
  private static final long BELIEVED_NANOS = 10_000_000_000L;

  private record Seen(Backlog backlog, long at) {}

  private final Vertx vertx;
  private final Pool pool;
  private final LongSupplier nanoTime;
  private volatile Seen seen;
  private boolean looking;
  private long lookAgainAt;
  private long timer = -1;

  public BacklogWatch(Vertx vertx, Pool pool, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.pool = pool;
    this.nanoTime = nanoTime;
    this.lookAgainAt = nanoTime.getAsLong();
    this.seen = new Seen(Backlog.NONE, lookAgainAt);
  }

  /** What waits. Any thread. */
  public Backlog current() {
    Seen last = seen;
    return last.backlog().total() == 0 || nanoTime.getAsLong() - last.at() < BELIEVED_NANOS
        ? last.backlog()
        : Backlog.NONE;
  }

  /** Ends with the first look, however that went. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(LOOK_EVERY_MS, id -> look());
    return look();
  }

  public void stop() {
    vertx.cancelTimer(timer);
  }

  private synchronized Future<Void> look() {
    long begun = nanoTime.getAsLong();
    if (looking || begun - lookAgainAt < 0) {
      return Future.succeededFuture();
    }
    looking = true;
    return pool.preparedQuery(BACKLOG)
        .execute()
        .onSuccess(
            rows -> {
              Map<TenantId, Long> waiting = new HashMap<>();
              for (Row row : rows) {
                waiting.merge(
                    new TenantId(row.getUUID("tenant_id")), row.getLong("waiting"), Long::sum);
              }
              seen = new Seen(Backlog.of(waiting), nanoTime.getAsLong());
            })
        .onFailure(cause -> log.atDebug().setCause(cause).log("The outbox cannot be looked at"))
        .onComplete(done -> looked(begun))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private synchronized void looked(long begun) {
    looking = false;
    long now = nanoTime.getAsLong();
    lookAgainAt = now + Math.min(AT_MOST_ONE_PART_OF * (now - begun), BELIEVED_NANOS / 2);
  }
}
