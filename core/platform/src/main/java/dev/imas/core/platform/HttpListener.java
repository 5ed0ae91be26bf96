package dev.imas.core.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of one event loop. It checks each connection once a second, since an idle timeout
 * alone would keep a connection open that gets a byte now and then, and so would a client that asks
 * and never reads. Bound to its event loop, except {@link #drain} and {@link #close}.
 */
public final class HttpListener {

  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

  private static final String GONE = "a connection was closed already";

  /** A role that waits for a body times out by itself. This slack lets it answer first. */
  private static final int BODY_SLACK_SECONDS = 2;

  /** A client that takes less than that in the time it has is not reading. */
  private static final long LEAST_TAKEN = 16 * 1024;

  /** So long a connection that is closed may take to send the rest. */
  private static final int CLOSING_SECONDS = 2;

  private final Vertx vertx;
  private final HttpServer server;
  private final HttpServerOptions options;
  private final HttpPort port;
  private final HttpLimits limits;
  private final @Nullable PortTls tls;
  private final Handler<HttpServerRequest> requests;
  private final Map<HttpConnection, Client> clients = new IdentityHashMap<>();
  private volatile @Nullable Context loop;
  private long timer = -1;
  private boolean draining;
  private boolean closing;

  /** Seconds since the start. */
  private int now;

  private final class Client implements FairSlots.Occupant {
    private final ClientChannel channel;
    private final Context context = vertx.getOrCreateContext();
    private final StrictRequestDecoder decoder;

    /** The last request, until a check sees that it was answered. */
    volatile @Nullable HttpServerRequest request;

    boolean wasAnswered;
    boolean hasAsked;

    /** When it connected, when the last head came, or when a check saw the response. */
    int since;

    /** When it last took something of what waits to be sent, or nothing waited. */
    int tookAt;

    /** What waited then, in bytes. */
    long unsent;

    /** When it was closed; -1 while it is open. */
    int closedAt = -1;

    @Nullable ConnectionDrain drain;

    Client(HttpConnection connection) {
      this.channel = ClientChannel.of(connection);
      this.decoder = StrictRequestDecoder.listenTo(connection, options);
      this.since = now;
      this.tookAt = now;
    }

    /** A WebSocket has no next request; whoever opened it ends it. */
    void drain() {
      HttpServerRequest last = request;
      if (drain != null || (last != null && WebSockets.isUpgraded(last))) {
        return;
      }
      boolean answers = last != null && !last.response().ended() && !last.response().closed();
      drain =
          ConnectionDrain.begin(channel.channel(), decoder, decoder.ahead() + (answers ? 1 : 0));
    }

    void drainAndClose() {
      drain();
      if (drain != null) {
        drain.close();
      }
    }

    @Override
    public FairSlots.Stage stage() {
      HttpServerRequest last = request;
      if (last == null) {
        return FairSlots.Stage.RESTING;
      }
      if (!last.isEnded()) {
        return FairSlots.Stage.ASKING;
      }
      boolean isAnswered = !WebSockets.isUpgraded(last) && last.response().ended();
      return isAnswered && channel.unsent() == 0 ? FairSlots.Stage.RESTING : FairSlots.Stage.BUSY;
    }

    @Override
    public void evict() {
      port.wasDisplaced();
      context.runOnContext(now -> channel.cut());
    }
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
    this.tls = port.tls().orElse(null);
    this.requests = requests;
    server.connectionHandler(this::connected).requestHandler(this::requested);
  }

  /**
   * Call it on the event loop that will serve.
   *
   * @param number negative to share a free port with the other listeners of a deployment
   */
  public Future<Void> listen(int number, String host) {
    loop = vertx.getOrCreateContext();
    timer = vertx.setPeriodic(1_000, id -> look());
    return server.listen(number, host).mapEmpty();
  }

  /** The port where it listens; -1 before it does. */
  public int actualPort() {
    return server.actualPort();
  }

  /**
   * Goes on listening and serving, but each connection ends with its next answer, which says so. So
   * clients that keep connections open go elsewhere before {@link #close}.
   */
  void drain() {
    Context serving = loop;
    if (serving != null) {
      serving.runOnContext(now -> beginToDrain());
    }
  }

  private void beginToDrain() {
    draining = true;
    clients.values().forEach(Client::drain);
  }

  /**
   * Accepts no new connections. Requests that have begun to arrive are answered within that time,
   * and their connections closed. Connections whose clients read nothing are cut then.
   */
  public Future<Void> close(Duration drain) {
    vertx.cancelTimer(timer);
    Context serving = loop;
    if (serving == null) {
      return server
          .shutdown(drain.toMillis(), TimeUnit.MILLISECONDS)
          .onComplete(done -> port.ended(this));
    }
    Promise<Void> closed = Promise.promise();
    serving.runOnContext(
        now -> {
          vertx.setTimer(drain.plusSeconds(CLOSING_SECONDS).toMillis(), late -> cutAll());
          draining = true;
          closing = true;
          clients.values().forEach(Client::drainAndClose);
          server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS).onComplete(closed);
        });
    return closed.future().onComplete(done -> port.ended(this));
  }

  private void cutAll() {
    List.copyOf(clients.values()).forEach(client -> client.channel.cut());
  }

  private void connected(HttpConnection connection) {
    Client client = new Client(connection);
    PortTls secures = tls;
    if (secures != null) {
      secures.secure(client.channel.channel(), limits.head());
    }
    if (!port.enters(connection.remoteAddress().hostAddress(), client)) {
      // Later, because its channel is still being set up.
      vertx.runOnContext(made -> client.channel.cut());
      return;
    }
    clients.put(connection, client);
    if (draining) {
      vertx.runOnContext(
          made -> {
            if (closing) {
              client.drainAndClose();
            } else {
              client.drain();
            }
          });
    }
    // Vert.x tells nobody that the connection closes which became a WebSocket.
    client
        .channel
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              clients.remove(connection);
              // Later, since a close in the middle of a write holds the connection's lock, for
              // which stage() waits while it holds that of the slots.
              client.context.runOnContext(later -> port.left(client));
            });
  }

  private void requested(HttpServerRequest request) {
    Client client = clients.get(request.connection());
    if (client != null) {
      client.request = request;
      client.since = now;
      client.decoder.begun();
      if (!client.hasAsked) {
        client.hasAsked = true;
        port.asked(client);
      }
    }
    Fault refusal = tls == null ? null : tls.refusal(request).orElse(null);
    if (refusal == null) {
      requests.handle(request);
    } else {
      var told = refuse(request, refusal);
      if (client != null) {
        told.onComplete(done -> close(request.connection(), client));
      }
    }
  }

  private static Future<Void> refuse(HttpServerRequest request, Fault fault) {
    return request
        .response()
        .setStatusCode(fault.kind().status())
        .putHeader("connection", "close")
        .putHeader("content-type", Problem.MEDIA_TYPE)
        .end(Json.write(Problem.of(fault, null)));
  }

  private void look() {
    now++;
    Set<HttpConnection> late = new HashSet<>();
    Set<Client> deaf = new HashSet<>();
    clients.forEach(
        (connection, client) -> {
          if (isDeaf(client)) {
            deaf.add(client);
          } else if (client.closedAt < 0 && isLate(client)) {
            late.add(connection);
          }
        });
    late.forEach(this::giveUp);
    deaf.forEach(
        client -> {
          port.responseWasNotRead();
          client.channel.cut();
        });
  }

  /** Whether it does not read what it is sent, a WebSocket's client too. */
  private boolean isDeaf(Client client) {
    if (client.closedAt >= 0 && now - client.closedAt > CLOSING_SECONDS) {
      return true;
    }
    long unsent = client.channel.isWritable() ? 0 : client.channel.unsent();
    // It grows only after the client took what waited before.
    if (unsent == 0 || unsent > client.unsent || client.unsent - unsent >= LEAST_TAKEN) {
      client.unsent = unsent;
      client.tookAt = now;
    }
    return now - client.tookAt > limits.write().toSeconds();
  }

  private boolean isLate(Client client) {
    HttpServerRequest request = client.request;
    long waited = now - client.since;
    if (request != null && WebSockets.isUpgraded(request)) {
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
    if (client == null) {
      return;
    }
    HttpServerRequest request = client.request;
    if (request == null) {
      port.headWasSlow();
      close(connection, client);
      return;
    }
    port.bodyWasSlow();
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten()) {
      close(connection, client);
      return;
    }
    client.closedAt = now;
    refuse(
            request,
            Fault.of(Fault.Kind.TIMED_OUT, "the body did not arrive in time; send it again"))
        .onComplete(told -> close(connection, client));
  }

  private void close(HttpConnection connection, Client client) {
    client.closedAt = now;
    connection.close().onFailure(gone -> log.debug(GONE));
  }
}
