package dev.imas.core.changes;

import dev.imas.core.platform.ClientChannel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** Tells by server-sent events. Each has its number as id, by which a client goes on. */
final class StreamSink implements Sink {

  private final HttpServerResponse response;
  private final ClientChannel channel;

  /**
   * @param retryMillis after how long the client should come again if the connection breaks
   */
  StreamSink(HttpServerResponse response, HttpConnection connection, long retryMillis) {
    this.response = response;
    this.channel = ClientChannel.of(connection);
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        // A compressor would keep events back until it has enough of them, and so would a proxy.
        .putHeader("content-encoding", "identity")
        .putHeader("x-accel-buffering", "no");
    response.write("retry: " + retryMillis + "\n\n").onFailure(gone -> {});
  }

  @Override
  public String transport() {
    return "sse";
  }

  @Override
  public Future<Void> send(FeedMessage message) {
    return response.write(
        "id: "
            + message.number()
            + "\nevent: "
            + message.event()
            + "\ndata: "
            + message.json()
            + "\n\n");
  }

  /** There is no way to ask; what is sent shows it sooner or later. */
  @Override
  public void ping() {}

  @Override
  public long heardNanos() {
    return System.nanoTime();
  }

  @Override
  public void end(Ending why) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (why == Ending.TOO_SLOW) {
      channel.cut();
      return;
    }
    String last =
        why == Ending.DONE
            ? ""
            : "event: end\ndata: {\"type\":\"end\",\"code\":"
                + why.code()
                + ",\"reason\":\""
                + why.reason()
                + "\"}\n\n";
    response.end(last).onFailure(gone -> {});
  }
}
