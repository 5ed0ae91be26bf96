package dev.imas.e2e.fault;

import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A load balancer that asks each server every {@link #EVERY_MILLIS} ms whether it accepts requests,
 * keeps connections open, and tries nothing again. Whatever a server cuts, it answers 502.
 */
final class Balancer implements AutoCloseable {

  static final int BAD_GATEWAY = 502;

  private static final long EVERY_MILLIS = 200;
  private static final int CONNECTIONS = 8;

  private final Vertx vertx;
  private final List<Backend> backends;
  private final List<String> cuts = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final long timer;
  private int turn;

  private static final class Backend {
    final int port;
    final HttpClient requests;
    final HttpClient checks;
    volatile boolean accepts;

    Backend(Vertx vertx, int port) {
      this.port = port;
      HttpClientOptions to = new HttpClientOptions().setDefaultHost("127.0.0.1");
      this.requests =
          vertx.createHttpClient(
              new HttpClientOptions(to).setDefaultPort(port),
              new PoolOptions().setHttp1MaxSize(CONNECTIONS));
      this.checks =
          vertx.createHttpClient(
              new HttpClientOptions(to).setDefaultPort(port).setKeepAlive(false),
              new PoolOptions().setHttp1MaxSize(2));
    }

    void check() {
      checks
          .request(HttpMethod.GET, "/health/accept")
          .compose(request -> request.send().map(HttpClientResponse::statusCode))
          .otherwise(-1)
          .onSuccess(status -> accepts = status == 200);
    }
  }

  private Balancer(Vertx vertx, List<Integer> ports) {
    this.vertx = vertx;
    this.backends = ports.stream().map(port -> new Backend(vertx, port)).toList();
    this.timer = vertx.setPeriodic(0, EVERY_MILLIS, id -> backends.forEach(Backend::check));
    this.server = vertx.createHttpServer().requestHandler(this::forward);
  }

  static Balancer start(Vertx vertx, List<Integer> ports) {
    Balancer balancer = new Balancer(vertx, ports);
    Await.result(balancer.server.listen(0, "127.0.0.1"));
    return balancer;
  }

  int port() {
    return server.actualPort();
  }

  /** Why it had to answer by itself. */
  List<String> cuts() {
    return cuts;
  }

  boolean sendsTo(int port) {
    return backends.stream().anyMatch(backend -> backend.port == port && backend.accepts);
  }

  private void forward(HttpServerRequest request) {
    List<Backend> up = backends.stream().filter(backend -> backend.accepts).toList();
    if (up.isEmpty()) {
      cuts.add("no server accepts requests");
      request.response().setStatusCode(BAD_GATEWAY).end();
      return;
    }
    Backend chosen = up.get(Math.floorMod(turn++, up.size()));
    request
        .body()
        .compose(body -> sent(chosen, request, body))
        .onSuccess(
            answer -> {
              String retryAfter = answer.getHeader("retry-after");
              if (retryAfter != null) {
                request.response().putHeader("retry-after", retryAfter);
              }
              request.response().setStatusCode(answer.statusCode()).end();
            })
        .onFailure(
            cut -> {
              cuts.add(chosen.port + ": " + cut);
              request.response().setStatusCode(BAD_GATEWAY).end();
            });
  }

  private static Future<HttpClientResponse> sent(
      Backend to, HttpServerRequest request, Buffer body) {
    return to.requests
        .request(request.method(), request.uri())
        .compose(
            forwarded -> {
              for (String header : List.of("authorization", "content-type")) {
                forwarded.putHeader(header, request.getHeader(header));
              }
              return forwarded.send(body);
            })
        .compose(answer -> answer.body().map(answer));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    Await.result(server.close());
    backends.forEach(
        backend -> {
          Await.result(backend.requests.close());
          Await.result(backend.checks.close());
        });
  }
}
