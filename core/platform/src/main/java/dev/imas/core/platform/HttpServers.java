package dev.imas.core.platform;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One listener per event loop, all on one port. */
public final class HttpServers {

  /** Vert.x binds the servers of one deployment to the same free port for a negative number. */
  private static final int ONE_FREE_PORT_FOR_ALL = -1;

  private final Vertx vertx;
  private final HttpPort httpPort;
  private final String host;
  private final int port;
  private final Consumer<Router> routes;
  private final List<Loop> loops = new CopyOnWriteArrayList<>();

  /**
   * @param routes mounts all routes on the router of one event loop
   */
  public HttpServers(
      Vertx vertx, HttpPort httpPort, String host, int port, Consumer<Router> routes) {
    this.vertx = vertx;
    this.httpPort = httpPort;
    this.host = host;
    this.port = port;
    this.routes = routes;
  }

  /**
   * @return the port; the system chooses it if 0 was configured
   */
  public Future<Integer> open(int count) {
    return vertx
        .deployVerticle(
            () -> {
              Loop loop = new Loop();
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(count))
        .map(deployed -> port());
  }

  /** The port where they listen, once they do. */
  public int port() {
    return Objects.requireNonNull(loops.get(0).listener).actualPort();
  }

  /** Goes on serving, but each connection ends with its next answer. See {@link HttpPort#drain}. */
  public void drain() {
    httpPort.drain();
  }

  /** Takes no new requests, and lets those in progress end within that time. */
  public Future<Void> close(Duration drain) {
    return Future.join(loops.stream().map(l -> l.close(drain)).toList()).mapEmpty();
  }

  private final class Loop extends VerticleBase {
    private @Nullable HttpListener listener;

    @Override
    public Future<?> start() {
      Router router = Router.router(vertx);
      routes.accept(router);
      HttpListener made = httpPort.listener(vertx, true, router);
      listener = made;
      return made.listen(port == 0 ? ONE_FREE_PORT_FOR_ALL : port, host);
    }

    private Future<Void> close(Duration drain) {
      HttpListener open = listener;
      return open == null ? Future.succeededFuture() : open.close(drain);
    }
  }
}
