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
 * Records every few seconds that this gateway is up and reaches the database. While no gateway does
 * so, no alert may expire for lack of renewal.
 */
public final class Presence {

  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final String LISTENS = "SELECT ingest_listens($1, $2, $3)";
  private static final Duration SAID = Duration.ofSeconds(5);

  /** A longer time without a record of any gateway is an absence. */
  private static final Interval GAP = Interval.of().seconds(30);

  private final Vertx vertx;
  private final Pool pool;
  private final InstantSource clock;
  private final Losses losses;

  /** What was lost before it listened is lost, too. */
  private boolean hasLost = true;

  private final WorkLoop loop =
      new WorkLoop(
          SAID,
          PassObserver.quiet(log, "The gateway's presence cannot be recorded in the database"),
          this::say);

  /** Whether a beat was turned away since this was asked last. */
  @FunctionalInterface
  public interface Losses {
    boolean take();
  }

  public Presence(Vertx vertx, Pool pool, InstantSource clock, Losses losses) {
    this.vertx = vertx;
    this.pool = pool;
    this.clock = clock;
    this.losses = losses;
  }

  /**
   * To be called when the gateway listens. Completes with the first record, whether it succeeded or
   * not.
   */
  public Future<Void> start() {
    loop.start(vertx.getOrCreateContext());
    return loop.pass();
  }

  public Future<Void> stop() {
    return loop.stop(Duration.ZERO);
  }

  private Future<Next> say() {
    // Kept until it is stored.
    hasLost |= losses.take();
    boolean told = hasLost;
    return pool.preparedQuery(LISTENS)
        .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), GAP, told))
        .onSuccess(said -> hasLost = false)
        .map(Next.IDLE);
  }
}
