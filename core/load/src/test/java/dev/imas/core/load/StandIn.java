package dev.imas.core.load;

import dev.imas.fixtures.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A server that treats each post as a test says. */
final class StandIn implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private StandIn(BiConsumer<HttpServerRequest, Buffer> answer) {
    server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  bodies.add(body.toString());
                                  answer.accept(request, body);
                                }))
                .listen(0, "127.0.0.1"));
  }

  static StandIn answering(BiConsumer<HttpServerRequest, Buffer> answer) {
    return new StandIn(answer);
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.actualPort(), "");
  }

  List<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
