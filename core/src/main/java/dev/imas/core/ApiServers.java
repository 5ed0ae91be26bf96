package dev.imas.core;

import dev.imas.core.http.Errors;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One HTTP server per event loop, all on one port. */
final class ApiServers {

  /** Vert.x binds the servers of one deployment to the same free port for a negative number. */
  private static final int ONE_FREE_PORT_FOR_ALL = -1;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Consumer<Router> routes;
  private final List<Loop> loops = new CopyOnWriteArrayList<>();

  ApiServers(Vertx vertx, String host, int port, Consumer<Router> routes) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.routes = routes;
  }

  /**
   * @return the port, chosen by the system where 0 was asked for
   */
  Future<Integer> open(int count) {
    return vertx
        .deployVerticle(
            () -> {
              Loop loop = new Loop();
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(count))
        .map(deployed -> Objects.requireNonNull(loops.get(0).server).actualPort());
  }

  /** Takes no new requests and lets those under way end, for that long. */
  Future<Void> close(Duration drain) {
    return Future.join(loops.stream().map(l -> l.close(drain)).toList()).mapEmpty();
  }

  private final class Loop extends VerticleBase {
    private @Nullable HttpServer server;

    @Override
    public Future<?> start() {
      Router router = Router.router(vertx);
      routes.accept(router);
      Errors.mount(router);
      HttpServer made =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setIdleTimeout(75)
                      .setIdleTimeoutUnit(TimeUnit.SECONDS)
                      .setCompressionSupported(true)
                      .setDecompressionSupported(false))
              .requestHandler(router);
      server = made;
      return made.listen(port == 0 ? ONE_FREE_PORT_FOR_ALL : port, host);
    }

    private Future<Void> close(Duration drain) {
      HttpServer open = server;
      return open == null
          ? Future.succeededFuture()
          : open.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
