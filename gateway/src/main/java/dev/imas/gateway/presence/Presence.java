package dev.imas.gateway.presence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that this gateway listens and reaches the database. While no gateway says
 * so, no alert may be taken for over because nobody renews it.
 */
public final class Presence {

  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final String LISTENS = "SELECT ingest_listens($1, $2)";
  private static final long EVERY_MS = 5_000;

  /** Longer than this without a word of any gateway is an absence. */
  private static final Interval GAP = Interval.of().seconds(30);

  private final Vertx vertx;
  private final Pool pool;
  private final InstantSource clock;
  private boolean saying;
  private long timer = -1;

  public Presence(Vertx vertx, Pool pool, InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.clock = clock;
  }

  /** From when the gateway listens. Ends with the first word, however that went. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(EVERY_MS, id -> say());
    return say();
  }

  public void stop() {
    vertx.cancelTimer(timer);
  }

  private synchronized Future<Void> say() {
    if (saying) {
      return Future.succeededFuture();
    }
    saying = true;
    return pool.preparedQuery(LISTENS)
        .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), GAP))
        .onFailure(cause -> log.atDebug().setCause(cause).log("Presence cannot be written down"))
        .onComplete(done -> said())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private synchronized void said() {
    saying = false;
  }
}
