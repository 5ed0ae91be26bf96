package dev.imas.core.changes;

import dev.imas.core.platform.ClientChannel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;

/** Tells over a WebSocket: a text message each. */
final class SocketSink implements Sink {

  private final ServerWebSocket socket;
  private final ClientChannel channel;
  private long heard = System.nanoTime();

  /**
   * @param connection that the socket is on
   */
  SocketSink(ServerWebSocket socket, HttpConnection connection) {
    this.socket = socket;
    this.channel = ClientChannel.of(connection);
    socket.pongHandler(pong -> heard = System.nanoTime());
  }

  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public Future<Void> send(FeedMessage message) {
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
    channel.cutSoon();
    socket.close(why.code(), why.reason()).onFailure(gone -> {});
  }
}
