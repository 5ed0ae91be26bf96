package dev.imas.core.platform;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Routes that only read: GET and HEAD, with and without a trailing slash. */
public final class HttpRoutes {

  private HttpRoutes() {}

  /**
   * @param path the path with {@code {parameters}}; errors and metrics name it the same
   */
  public static void get(Router router, String path, Handler<RoutingContext> handler) {
    String pattern = path.replaceAll("\\{(\\w+)}", ":$1");
    router
        .route(HttpMethod.GET, pattern)
        .method(HttpMethod.HEAD)
        .putMetadata("path", path)
        .handler(handler);
  }
}
