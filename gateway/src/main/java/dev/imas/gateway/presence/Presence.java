package dev.imas.gateway.presence;

import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
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
  private static final Duration SAID = Duration.ofSeconds(5);

  /** Longer than this without a word of any gateway is an absence. */
  private static final Interval GAP = Interval.of().seconds(30);

  private final Vertx vertx;
  private final Pool pool;
  private final InstantSource clock;
  private final WorkLoop loop =
      new WorkLoop(SAID, PassObserver.quiet(log, "Presence cannot be written down"), this::say);

  public Presence(Vertx vertx, Pool pool, InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.clock = clock;
  }

  /** From when the gateway listens. Ends with the first word, however that went. */
  public Future<Void> start() {
    loop.start(vertx.getOrCreateContext());
    return loop.pass();
  }

  public Future<Void> stop() {
    return loop.stop(Duration.ZERO);
  }

  private Future<Next> say() {
    return pool.preparedQuery(LISTENS)
        .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), GAP))
        .map(Next.IDLE);
  }
}
