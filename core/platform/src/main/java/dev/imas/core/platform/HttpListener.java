package dev.imas.core.platform;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of one event loop. It checks each connection once a second, since an idle timeout
 * alone would keep a connection open that gets a byte now and then. Bound to its event loop, except
 * {@link #close}.
 */
public final class HttpListener {

  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

  /** A role that waits for a body times out by itself. This slack lets it answer first. */
  private static final int BODY_SLACK_SECONDS = 2;

  /** The status of a response whose connection becomes a WebSocket, set before it does. */
  public static final int SWITCHING_PROTOCOLS = 101;

  private final Vertx vertx;
  private final HttpServer server;
  private final HttpServerOptions options;
  private final HttpPort port;
  private final HttpLimits limits;
  private final Handler<HttpServerRequest> requests;
  private final Map<HttpConnection, Client> clients = new IdentityHashMap<>();
  private long timer = -1;

  /** Seconds since the start. */
  private int now;

  private static final class Client {
    /** The last request, until a check sees that it was answered. */
    @Nullable HttpServerRequest request;

    boolean wasAnswered;

    /** When it connected, when the last head came, or when a check saw the response. */
    int since;
  }

  HttpListener(
      Vertx vertx,
      HttpServerOptions options,
      HttpPort port,
      HttpLimits limits,
      Handler<HttpServerRequest> requests) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer(options);
    this.options = options;
    this.port = port;
    this.limits = limits;
    this.requests = requests;
    server.connectionHandler(this::connected).requestHandler(this::requested);
  }

  /**
   * Call it on the event loop that will serve.
   *
   * @param number negative to share a free port with the other listeners of a deployment
   */
  public Future<Void> listen(int number, String host) {
    timer = vertx.setPeriodic(1_000, id -> look());
    return server.listen(number, host).mapEmpty();
  }

  /** The port where it listens; -1 before it does. */
  public int actualPort() {
    return server.actualPort();
  }

  /** Takes no new requests, and lets those in progress end within that time. */
  public Future<Void> close(Duration drain) {
    vertx.cancelTimer(timer);
    return server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void connected(HttpConnection connection) {
    if (!port.enters()) {
      // Later, because its channel is still being set up.
      vertx.runOnContext(made -> close(connection));
      return;
    }
    StrictRequestDecoder.listenTo(connection, options);
    Client client = new Client();
    client.since = now;
    clients.put(connection, client);
    connection.closeHandler(
        closed -> {
          clients.remove(connection);
          port.left();
        });
  }

  private void requested(HttpServerRequest request) {
    Client client = clients.get(request.connection());
    if (client != null) {
      client.request = request;
      client.since = now;
    }
    requests.handle(request);
  }

  private void look() {
    now++;
    Set<HttpConnection> late = new HashSet<>();
    clients.forEach(
        (connection, client) -> {
          if (isLate(client)) {
            late.add(connection);
          }
        });
    late.forEach(this::giveUp);
  }

  private boolean isLate(Client client) {
    HttpServerRequest request = client.request;
    long waited = now - client.since;
    if (request != null && request.response().getStatusCode() == SWITCHING_PROTOCOLS) {
      return false; // It is a WebSocket by now, which whoever opened it looks after.
    }
    if (request == null) {
      return waited > (client.wasAnswered ? limits.idle() : limits.head()).toSeconds();
    }
    if (!request.isEnded()) {
      return waited > limits.body().toSeconds() + BODY_SLACK_SECONDS;
    }
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      client.request = null; // It keeps everything made from it in memory.
      client.wasAnswered = true;
      client.since = now;
    }
    return false;
  }

  private void giveUp(HttpConnection connection) {
    Client client = clients.get(connection);
    HttpServerRequest request = client == null ? null : client.request;
    if (request == null) {
      port.headWasSlow();
      close(connection);
      return;
    }
    port.bodyWasSlow();
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten()) {
      close(connection);
      return;
    }
    response
        .setStatusCode(Fault.Kind.TIMED_OUT.status())
        .putHeader("connection", "close")
        .putHeader("content-type", Problem.MEDIA_TYPE)
        .end(
            Json.write(
                Problem.of(
                    Fault.of(
                        Fault.Kind.TIMED_OUT,
                        "the body did not arrive in time; send it " + "again"),
                    null)))
        .onComplete(told -> close(connection));
  }

  private static void close(HttpConnection connection) {
    connection.close().onFailure(gone -> log.debug("a connection was closed already"));
  }
}
