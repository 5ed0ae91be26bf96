package dev.imas.gateway.backlog;

import dev.imas.core.model.TenantId;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the length of the outbox every second, and less often where reading takes long. A result is
 * valid for ten seconds. After that the backlog counts as unknown and refuses nobody, since other
 * checks notice a database that does not answer.
 */
public final class BacklogWatch {

  private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);
  private static final String BACKLOG = "SELECT tenant_id, waiting FROM ingest_backlog()";
  private static final Duration LOOKED = Duration.ofSeconds(1);
  private static final int AT_MOST_ONE_PART_OF = 10;
  private static final long VALID_NANOS = 10_000_000_000L;

  private record Seen(Backlog backlog, long at) {}

  private final Vertx vertx;
  private final Pool pool;
  private final LongSupplier nanoTime;
  private volatile Seen seen;
  private final WorkLoop loop =
      new WorkLoop(LOOKED, PassObserver.quiet(log, "The backlog was not read"), this::look);

  public BacklogWatch(Vertx vertx, Pool pool, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.pool = pool;
    this.nanoTime = nanoTime;
    this.seen = new Seen(Backlog.NONE, nanoTime.getAsLong());
  }

  /** The current backlog. Any thread may call this. */
  public Backlog current() {
    Seen last = seen;
    return last.backlog().total() == 0 || nanoTime.getAsLong() - last.at() < VALID_NANOS
        ? last.backlog()
        : Backlog.NONE;
  }

  /** Completes with the first reading, whether it succeeded or not. */
  public Future<Void> start() {
    loop.start(vertx.getOrCreateContext());
    return loop.pass();
  }

  public Future<Void> stop() {
    return loop.stop(Duration.ZERO);
  }

  private Future<Next> look() {
    long begun = nanoTime.getAsLong();
    return pool.preparedQuery(BACKLOG)
        .execute()
        .map(
            rows -> {
              Map<TenantId, Long> waiting = new HashMap<>();
              for (Row row : rows) {
                waiting.merge(
                    new TenantId(row.getUUID("tenant_id")), row.getLong("waiting"), Long::sum);
              }
              seen = new Seen(Backlog.of(waiting), nanoTime.getAsLong());
              return seen;
            })
        .onFailure(
            cause ->
                log.atDebug().setCause(cause).log("The backlog cannot be read from the outbox"))
        .transform(done -> Future.succeededFuture(Next.idleFor(rest(begun))));
  }

  private Duration rest(long begun) {
    long took = nanoTime.getAsLong() - begun;
    return Duration.ofNanos(Math.min(AT_MOST_ONE_PART_OF * took, VALID_NANOS / 2));
  }
}
