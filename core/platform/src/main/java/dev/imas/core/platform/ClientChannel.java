package dev.imas.core.platform;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection, for what Vert.x has no way to do. Bound to its event loop.
 *
 * @param channel stays the same when the connection becomes a WebSocket
 */
public record ClientChannel(Channel channel) {

  /** So long a client has for taking the last that it is sent. */
  private static final long FAREWELL_MILLIS = 1_000;

  public static ClientChannel of(HttpConnection connection) {
    return new ClientChannel(((ConnectionBase) connection).channel());
  }

  /**
   * Closes it now. A close by Vert.x first waits until the client has taken all that was written,
   * and one that reads nothing never does.
   */
  public void cut() {
    if (!channel.isOpen()) {
      return;
    }
    if (!channel.isWritable()) {
      // Otherwise the kernel keeps what the client does not read, and tries again for minutes.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    // From the first handler on, so that it passes none of Vert.x's.
    channel.pipeline().firstContext().close();
  }

  /** Closes it soon, whatever its client does until then. */
  public void cutSoon() {
    var cut = channel.eventLoop().schedule(this::cut, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> cut.cancel(false));
  }

  /** Whether more may be written. If not, all that is written further waits in memory. */
  boolean isWritable() {
    return channel.isWritable();
  }

  /** What was written and the network has not taken, in bytes. */
  long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
