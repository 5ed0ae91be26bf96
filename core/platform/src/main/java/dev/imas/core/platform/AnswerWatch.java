package dev.imas.core.platform;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.impl.codec.NoticeResponse;
import io.vertx.sqlclient.internal.command.CloseConnectionCommand;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.CommandResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the commands and the responses of one connection. It sits between Vert.x's codec and its
 * connection, where each of them is one message. Bound to the connection's event loop.
 */
final class AnswerWatch extends ChannelDuplexHandler {

  /** PostgreSQL's function that warns of a commit whose wait for a standby was cancelled. */
  private static final String WAITS_FOR_STANDBY = "SyncRepWaitForLSN";

  private final String name;
  private final long limitNanos;
  private final OpenConnections connections;
  private final long openedAt = System.nanoTime();
  private volatile @Nullable ChannelHandlerContext context;
  private int due;

  /** When the last response came, or when a command was sent while none was due. */
  private long since = openedAt;

  private long heardAt = openedAt;

  private boolean overdue;
  private boolean closing;
  private boolean inDoubt;

  /** Of the server; 0 until it is known that IMAS may write there. */
  private volatile int timeline;

  /** This side asked to close: the server answers by closing the connection. */
  private boolean leaving;

  AnswerWatch(String name, Duration limit, OpenConnections connections) {
    this.name = name;
    this.limitNanos = limit.toNanos();
    this.connections = connections;
  }

  String name() {
    return name;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof CommandBase<?> && due++ == 0) {
      since = System.nanoTime();
    }
    leaving |= message instanceof CloseConnectionCommand;
    ctx.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof NoticeResponse notice && WAITS_FOR_STANDBY.equals(notice.getRoutine())) {
      inDoubt = true;
    }
    if (message instanceof CommandResponse<?> response) {
      due--;
      heardAt = System.nanoTime();
      since = heardAt;
      if (inDoubt) {
        ctx.fireChannelRead(doubtful(response));
        connections.inDoubt(this);
        close();
        return;
      }
      ctx.fireChannelRead(message);
      answered(response.toAsyncResult().cause());
      return;
    }
    ctx.fireChannelRead(message);
  }

  /** PostgreSQL reports success, with a warning, for a commit that no standby has confirmed. */
  private static <R> CommandResponse<R> doubtful(CommandResponse<R> response) {
    CommandResponse<R> failed =
        CommandResponse.failure(
            new PgException(
                "the wait for the synchronous standby was cancelled: the transaction may be on no"
                    + " other server",
                "ERROR",
                "40003",
                ""));
    failed.cmd = response.cmd;
    return failed;
  }

  private void answered(@Nullable Throwable failure) {
    switch (DatabaseFailure.of(failure)) {
      case WRONG_SERVER -> connections.wrongServer(this, String.valueOf(failure));
      case SCHEMA_MOVED -> close(); // its statements were prepared for another schema
      default -> {
        if (timeline != 0) {
          connections.answered();
        }
      }
    }
  }

  /** IMAS may write to its server, which is on this timeline. */
  void admitted(int on) {
    timeline = on;
  }

  /** Whether it was admitted, and its server is on an older timeline than this. */
  boolean isOlderThan(int other) {
    return timeline != 0 && timeline < other;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!closing && !leaving && due > 0) {
      connections.lost(VertxException.noStackTrace("the server closed the connection"));
    }
    ctx.fireChannelInactive();
  }

  /**
   * Closes a connection that is silent at two checks in a row. After a pause of this process, the
   * answer may have arrived but not been read yet.
   */
  void check() {
    boolean late = due > 0 && System.nanoTime() - since > limitNanos;
    if (late && overdue && leaving) {
      close();
    } else if (late && overdue && !closing) {
      String silence =
          "PostgreSQL sent no response on the connection "
              + name
              + " "
              + "for "
              + (System.nanoTime() - since) / 1_000_000
              + " ms";
      connections.silent(this, since, VertxException.noStackTrace(silence));
      close();
    }
    overdue = late;
  }

  /** May be called from any thread. */
  void end() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor().execute(this::close);
    }
  }

  /**
   * May be called from any thread.
   *
   * @param moment a time of System.nanoTime
   */
  void closeIfNotHeardOfSince(long moment) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                if (heardAt - moment < 0) {
                  close();
                }
              });
    }
  }

  /**
   * Closes the channel itself, not through the pipeline. Its handlers would first send a farewell
   * and wait until it is read. What was waiting fails, as when any connection is lost.
   */
  private void close() {
    ChannelHandlerContext ctx = context;
    if (ctx != null && !closing) {
      closing = true;
      ctx.channel().unsafe().close(ctx.channel().newPromise());
    }
  }
}
