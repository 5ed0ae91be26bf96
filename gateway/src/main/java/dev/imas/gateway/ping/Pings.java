package dev.imas.gateway.ping;

import dev.imas.core.platform.Credential;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes pings, each in a transaction of its own, on connections of their own: a storm of alerts
 * does not delay them, and no shedding concerns them. Safe for use by several threads.
 */
public final class Pings {

  /** What became of a ping. */
  enum Outcome {
    COMMITTED,
    /** No heartbeat has that key. */
    UNKNOWN,
    /** Its key has too many in flight. That is the sender's doing, so no beat is lost by ours. */
    TOO_MANY,
    /** This process has too many in flight. */
    FULL
  }

  public static final int CONNECTIONS = 2;

  /** Of this process. A ping is one row, so that is a backlog of a fraction of a second. */
  static final int MOST = 256;

  /** Of one key. */
  static final int MOST_OF_ONE = 4;

  private static final String PING = "SELECT ingest_ping($1, $2, $3, $4, $5) AS known";

  private final Pool pool;
  private final InstantSource clock;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<Buffer, Integer> byKey = new ConcurrentHashMap<>();
  private final AtomicBoolean lost = new AtomicBoolean();

  /**
   * @param pool of {@link #CONNECTIONS}, whose statements have a time limit
   */
  public Pings(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Whether a ping was turned away by our fault since this was asked last. */
  public boolean takeLost() {
    return lost.getAndSet(false);
  }

  private void wasLost() {
    lost.set(true);
  }

  /** Completes when the ping is committed, or will not be. A failure may have been committed. */
  Future<Outcome> write(Ping ping) {
    Buffer hash = Buffer.buffer(Credential.hash(ping.key()));
    if (inFlight.incrementAndGet() > MOST) {
      inFlight.decrementAndGet();
      wasLost();
      return Future.succeededFuture(Outcome.FULL);
    }
    if (byKey.merge(hash, 1, Integer::sum) > MOST_OF_ONE) {
      release(hash);
      return Future.succeededFuture(Outcome.TOO_MANY);
    }
    return pool.preparedQuery(PING)
        .execute(
            Tuple.of(
                hash,
                clock.instant().atOffset(ZoneOffset.UTC),
                ping.signal().number(),
                ping.run(),
                ping.millis()))
        .map(
            rows ->
                rows.iterator().next().getBoolean("known") ? Outcome.COMMITTED : Outcome.UNKNOWN)
        .onFailure(cause -> wasLost())
        .onComplete(ended -> release(hash));
  }

  private void release(Buffer hash) {
    inFlight.decrementAndGet();
    byKey.computeIfPresent(hash, (key, count) -> count > 1 ? count - 1 : null);
  }
}
