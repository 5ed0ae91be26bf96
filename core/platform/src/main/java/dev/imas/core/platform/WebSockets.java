package dev.imas.core.platform;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** Makes connections WebSockets. */
public final class WebSockets {

  /** The status of a response whose connection becomes a WebSocket, set before it does. */
  private static final int SWITCHING_PROTOCOLS = 101;

  /** Vert.x's name for its handler, which it keeps when it takes another one. */
  static final String LAST_IN_PIPELINE = "handler";

  private WebSockets() {}

  /**
   * Answers the handshake, on the event loop of its connection. From then on, the listener's
   * timeouts do not count, except for a client that takes nothing of what it is sent.
   *
   * @return fails if the client has gone, or sent no handshake
   */
  public static Future<ServerWebSocket> upgrade(HttpServerRequest request) {
    ChannelPipeline pipeline = ClientChannel.of(request.connection()).channel().pipeline();
    if (pipeline.get(LAST_IN_PIPELINE) == null) {
      return Future.failedFuture(new HttpClosedException("the client has gone"));
    }
    pipeline.addBefore(LAST_IN_PIPELINE, null, new PongBound());
    // So that the listener does not take it for a request that is answered.
    request.response().setStatusCode(SWITCHING_PROTOCOLS);
    return request.toWebSocket();
  }

  /** Whether the request's connection became a WebSocket. */
  static boolean isUpgraded(HttpServerRequest request) {
    return request.response().getStatusCode() == SWITCHING_PROTOCOLS;
  }
}
