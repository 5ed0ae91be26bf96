package dev.imas.core.http;

import dev.imas.core.platform.RequestIds;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@link Pieces}. It waits until the connection has taken a piece before it asks for the
 * next one, so a slow client holds one piece and no connection to the database.
 */
final class PieceWriter {

  private static final Logger log = LoggerFactory.getLogger(PieceWriter.class);

  private PieceWriter() {}

  /**
   * On the event loop, with status and headers set.
   *
   * @param threads where the pieces are made
   */
  static void write(RoutingContext context, Context loop, Pieces pieces, Executor threads) {
    HttpServerResponse response = context.response();
    response.putHeader("content-type", pieces.contentType());
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    response.setChunked(true);
    threads.execute(
        () -> {
          try {
            for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
              taken(loop, response, piece).await();
            }
            loop.runOnContext(now -> end(response));
          } catch (Throwable e) {
            log.atDebug()
                .addKeyValue("request_id", RequestIds.of(context))
                .setCause(e)
                .log("A long answer was cut off");
            loop.runOnContext(now -> cutOff(context, e));
          }
        });
  }

  /** What has begun can only break off. What has not is answered as every other failure is. */
  private static void cutOff(RoutingContext context, Throwable cause) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      response.reset();
    } else {
      response.setChunked(false);
      response.headers().remove("content-disposition");
      context.fail(cause);
    }
  }

  private static Future<Void> taken(Context loop, HttpServerResponse response, String piece) {
    Promise<Void> taken = Promise.promise();
    loop.runOnContext(
        now -> {
          if (response.closed()) {
            taken.fail("the client closed the connection");
          } else {
            response.write(piece).onComplete(taken);
          }
        });
    return taken.future();
  }

  private static void end(HttpServerResponse response) {
    if (!response.closed()) {
      response.end();
    }
  }
}
