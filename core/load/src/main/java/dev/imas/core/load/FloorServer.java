package dev.imas.core.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/**
 * The least that a Vert.x server can do with a post: it reads the whole body and answers 202.
 * Everything beyond that is the cost of IMAS. It is a separate program: it prints its port, serves
 * only 127.0.0.1, and exits when its standard input ends.
 */
public final class FloorServer extends VerticleBase {

  /** The instances of one deployment share one port, which the system chooses. */
  private static final int SHARED_FREE_PORT = -1;

  private int port;

  private FloorServer() {}

  /**
   * @param args the number of event loops
   */
  public static void main(String[] args) throws IOException {
    int loops = Integer.parseInt(args[0]);
    // Netty logs a lot below WARN, and logging would slow the server.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
    FloorServer first = new FloorServer();
    FloorServer[] next = {first};
    vertx
        .deployVerticle(
            () -> {
              FloorServer server = next[0];
              next[0] = new FloorServer();
              return server;
            },
            new DeploymentOptions().setInstances(loops))
        .await();
    System.out.println(first.port);
    while (System.in.read() >= 0) {
      // Nothing is sent; the stream ends when the tool ends.
    }
    vertx.close().await();
  }

  @Override
  public Future<?> start() {
    HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"));
    return server
        .requestHandler(
            request ->
                request
                    .body()
                    .onSuccess(body -> request.response().setStatusCode(202).end())
                    .onFailure(gone -> request.connection().close()))
        .listen(SHARED_FREE_PORT)
        .onSuccess(listening -> port = listening.actualPort());
  }
}
