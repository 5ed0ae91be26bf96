package dev.imas.core.changes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;

/** Tells over a WebSocket: a text message each. */
final class SocketSink implements Sink {

  /** So long a close frame may take before the connection is cut. */
  private static final long CLOSING_MILLIS = 1_000;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private long heard = System.nanoTime();

  /**
   * @param connection that the socket is on
   */
  SocketSink(Vertx vertx, ServerWebSocket socket, HttpConnection connection) {
    this.vertx = vertx;
    this.socket = socket;
    this.connection = connection;
    socket.pongHandler(pong -> heard = System.nanoTime());
  }

  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public Future<Void> send(Message message) {
    return socket.writeTextMessage(message.json());
  }

  @Override
  public void ping() {
    socket.writePing(Buffer.buffer()).onFailure(gone -> {});
  }

  @Override
  public long heardNanos() {
    return heard;
  }

  @Override
  public void end(Ending why) {
    if (socket.isClosed()) {
      return;
    }
    // Behind what the client does not read, the frame never leaves.
    long cut = vertx.setTimer(CLOSING_MILLIS, late -> connection.close());
    socket.close(why.code(), why.reason()).onComplete(closed -> vertx.cancelTimer(cut));
  }
}
