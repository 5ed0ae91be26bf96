package dev.imas.core;

import dev.imas.core.http.Errors;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One HTTP server per event loop, all on one port. */
final class ApiServers {

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Consumer<Router> routes;
  private final List<Loop> loops = new ArrayList<>();

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
    Loop first = new Loop(port);
    loops.add(first);
    return vertx
        .deployVerticle(first)
        .compose(
            deployed -> {
              int chosen = Objects.requireNonNull(first.server).actualPort();
              List<Future<String>> others = new ArrayList<>();
              for (int i = 1; i < count; i++) {
                Loop loop = new Loop(chosen);
                loops.add(loop);
                others.add(vertx.deployVerticle(loop));
              }
              return Future.all(others).map(chosen);
            });
  }

  /** Takes no new requests and lets those under way end, for that long. */
  Future<Void> close(Duration drain) {
    return Future.join(loops.stream().map(l -> l.close(drain)).toList()).mapEmpty();
  }

  private final class Loop extends VerticleBase {
    private final int listenOn;
    private @Nullable HttpServer server;

    private Loop(int listenOn) {
      this.listenOn = listenOn;
    }

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
      return made.listen(listenOn, host);
    }

    private Future<Void> close(Duration drain) {
      HttpServer open = server;
      return open == null
          ? Future.succeededFuture()
          : open.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
