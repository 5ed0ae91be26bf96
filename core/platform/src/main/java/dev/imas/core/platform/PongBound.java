package dev.imas.core.platform;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pings of a WebSocket from filling the memory. Vert.x answers each with a pong, and
 * keeps the pongs that the client does not read. While the client takes nothing, only its last ping
 * is kept, which is all that has to be answered (RFC 6455, 5.5.3). Bound to its event loop.
 */
final class PongBound extends ChannelInboundHandlerAdapter {

  private @Nullable PingWebSocketFrame last;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      forget();
      last = ping;
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.fireChannelWritabilityChanged();
    PingWebSocketFrame ping = last;
    if (ping != null && context.channel().isWritable()) {
      last = null;
      context.fireChannelRead(ping);
      context.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    if (last != null) {
      last.release();
      last = null;
    }
  }
}
