package dev.imas.core.platform;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this process to PostgreSQL, none of which is waited for without end. One that
 * owes an answer for longer than its limit is closed hard, which fails what was waiting and lets
 * its pool open another. Closing it politely would wait for the same silence.
 *
 * <p>Where one went silent, others of the same age may have, idle ones too: all that were open
 * before and were not heard of since go with it, else each would take its own time to be found out.
 */
final class OpenConnections {

  private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

  /** For connections that wait for nothing but a notification, and for networks that forget. */
  static final int KEEPALIVE_IDLE_SECONDS = 10;

  static final int KEEPALIVE_INTERVAL_SECONDS = 5;
  static final int KEEPALIVE_COUNT = 3;

  private final Outage outage;
  private final Set<AnswerWatch> watches = ConcurrentHashMap.newKeySet();

  OpenConnections(Outage outage) {
    this.outage = outage;
  }

  /**
   * Watches a connection that was just opened, on its event loop, until it closes.
   *
   * @param limit for each answer
   */
  void watch(SqlConnection opened, String name, Duration limit) {
    ChannelPipeline pipeline = context(opened).pipeline();
    if (pipeline.get(IdleStateHandler.class) != null) {
      // It bounded the handshake alone: an open connection may well be idle.
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
  }

  /** An answer came. */
  void answered() {
    outage.answered();
  }

  /** The other side is gone, and we did not close. */
  void lost(Throwable cause) {
    outage.reported(cause);
  }

  /**
   * One went silent.
   *
   * @param since when it was last heard of, or asked, by System.nanoTime
   */
  void silent(AnswerWatch watch, long since, Throwable cause) {
    int others = 0;
    for (AnswerWatch other : watches) {
      if (other != watch) {
        other.closeIfNotHeardOfSince(since);
        others++;
      }
    }
    log.atDebug()
        .addKeyValue("connection", watch.name())
        .addKeyValue("others", others)
        .log("A silent connection is closed, and others that were not heard of since");
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
