package dev.imas.gateway.presence;

import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records every few seconds that posts come through the log. While it is not read up, no alert may
 * expire for lack of renewal. When nobody records it any more, it is out of use.
 */
public final class LogUse {

  private static final Logger log = LoggerFactory.getLogger(LogUse.class);
  private static final String USED = "SELECT log_is_used($1)";
  private static final Duration SAID = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Pool pool;
  private final String topic;
  private final WorkLoop loop =
      new WorkLoop(SAID, PassObserver.quiet(log, "The use of the log was not recorded"), this::say);

  public LogUse(Vertx vertx, Pool pool, String topic) {
    this.vertx = vertx;
    this.pool = pool;
    this.topic = topic;
  }

  /** Completes with the first record, whether it succeeded or not. */
  public Future<Void> start() {
    loop.start(vertx.getOrCreateContext());
    return loop.pass();
  }

  public Future<Void> stop() {
    return loop.stop(Duration.ZERO);
  }

  private Future<Next> say() {
    return pool.preparedQuery(USED).execute(Tuple.of(topic)).map(Next.IDLE);
  }
}
