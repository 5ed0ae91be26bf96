package dev.imas.core.platform;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of this process to PostgreSQL. One without a response for longer than its
 * timeout is closed hard. That fails what was waiting and lets its pool open another. A clean close
 * would wait for the same silent server.
 *
 * <p>When one goes silent, others may be dead too, even idle ones. So all connections without a
 * response since then are closed with it. Otherwise each would be noticed only after a timeout of
 * its own.
 */
final class OpenConnections {

  private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

  /**
   * Keepalives notice dead connections that only wait for notifications, and keep idle ones alive
   * in networks that drop them.
   */
  static final int KEEPALIVE_IDLE_SECONDS = 10;

  static final int KEEPALIVE_INTERVAL_SECONDS = 5;
  static final int KEEPALIVE_COUNT = 3;

  private final Outage outage;
  private final BooleanSupplier commitsWait;
  private final Set<AnswerWatch> watches = ConcurrentHashMap.newKeySet();

  /**
   * @param commitsWait whether commits are known to wait for a synchronous standby
   */
  OpenConnections(Outage outage, BooleanSupplier commitsWait) {
    this.outage = outage;
    this.commitsWait = commitsWait;
  }

  /**
   * Watches a connection that was just opened, on its event loop, until it closes.
   *
   * @param limit the timeout of each response
   */
  AnswerWatch watch(SqlConnection opened, String name, Duration limit) {
    ChannelPipeline pipeline = context(opened).pipeline();
    if (pipeline.get(IdleStateHandler.class) != null) {
      // It is the handshake's timeout only: an open connection may well be idle.
      pipeline.remove(IdleStateHandler.class);
    }
    if (pipeline.channel().config() instanceof EpollSocketChannelConfig tcp) {
      tcp.setTcpKeepIdle(KEEPALIVE_IDLE_SECONDS)
          .setTcpKeepIntvl(KEEPALIVE_INTERVAL_SECONDS)
          .setTcpKeepCnt(KEEPALIVE_COUNT);
    }
    AnswerWatch watch = new AnswerWatch(name, limit, this);
    watches.add(watch);
    pipeline.addBefore("handler", "imas-answers", watch);
    long period = Math.clamp(limit.toNanos() / 50, 20_000_000L, 250_000_000L);
    var checks =
        pipeline
            .channel()
            .eventLoop()
            .scheduleWithFixedDelay(watch::check, period, period, TimeUnit.NANOSECONDS);
    pipeline
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              checks.cancel(false);
              watches.remove(watch);
            });
    return watch;
  }

  /** Ends those whose server is on an older timeline: a newer one has begun elsewhere. */
  void endOlderThan(int timeline) {
    watches.stream().filter(watch -> watch.isOlderThan(timeline)).forEach(AnswerWatch::end);
  }

  /**
   * The server takes no writes. All connections lead to it, since none is let in that leads to an
   * older one than another. A pool keeps them for good otherwise: a standby answers what only
   * reads.
   */
  void wrongServer(AnswerWatch watch, String failure) {
    outage.reported(
        new PgException(
            "the server takes no writes: it is a standby, or was a primary", "ERROR", "25006", ""));
    log.atDebug()
        .addKeyValue("connection", watch.name())
        .addKeyValue("failure", failure)
        .log("All connections are closed");
    endAll();
  }

  /** A commit's wait for the synchronous standby was cancelled, so nobody may rely on it. */
  void inDoubt(AnswerWatch watch) {
    log.atWarn()
        .addKeyValue("connection", watch.name())
        .log("The wait of a commit for the synchronous standby was cancelled; it counts as failed");
  }

  /** Ends all of them, so that each pool opens others. */
  void endAll() {
    watches.forEach(AnswerWatch::end);
  }

  /** A response came. */
  void answered() {
    outage.answered();
  }

  /** The connection was lost, and this process did not close it. */
  void lost(Throwable cause) {
    outage.reported(cause);
  }

  /**
   * A connection went silent.
   *
   * @param since when its last response came or its first unanswered command was sent, by
   *     System.nanoTime
   */
  void silent(AnswerWatch watch, long since, Throwable cause) {
    int others = 0;
    // While commits wait for a standby, the server lives, and others are idle.
    for (AnswerWatch other : commitsWait.getAsBoolean() ? Set.<AnswerWatch>of() : watches) {
      if (other != watch) {
        other.closeIfNotHeardOfSince(since);
        others++;
      }
    }
    log.atDebug()
        .addKeyValue("connection", watch.name())
        .addKeyValue("others", others)
        .log("A silent connection is closed, with all others that had no response since");
    outage.reported(cause);
  }

  private static ChannelHandlerContext context(SqlConnection connection) {
    Connection inner = ((SqlConnectionInternal) connection).unwrap();
    while (!(inner instanceof SocketConnectionBase)) {
      inner = inner.unwrap();
    }
    return ((SocketConnectionBase) inner).socket().channelHandlerContext();
  }
}
