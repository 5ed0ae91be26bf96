package dev.imas.core.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Lets pages of the given origins call the API from a browser. Authentication is by token alone, so
 * credentials such as cookies are not allowed.
 */
public final class Cors {

  private final Set<String> origins;

  private Cors(Set<String> origins) {
    this.origins = origins;
  }

  /**
   * Mount it directly after {@link EveryAnswer}.
   *
   * @param origins as browsers send them, such as {@code https://imas.example}; if empty, no origin
   *     is allowed
   */
  public static void mount(Router router, Set<String> origins) {
    if (!origins.isEmpty()) {
      router.route().order(Integer.MIN_VALUE + 1).handler(new Cors(origins)::handle);
    }
  }

  private void handle(RoutingContext context) {
    HttpServerResponse response = context.response().putHeader("vary", "origin");
    String origin = context.request().getHeader("origin");
    if (origin == null || !origins.contains(origin)) {
      context.next();
      return;
    }
    response
        .putHeader("access-control-allow-origin", origin)
        .putHeader(
            "access-control-expose-headers",
            "deprecation, etag, idempotent-replayed, link, location, ratelimit, ratelimit-policy,"
                + " retry-after, sunset, x-ratelimit-limit, x-ratelimit-remaining,"
                + " x-ratelimit-reset, x-request-id");
    if (context.request().method() == HttpMethod.OPTIONS
        && context.request().getHeader("access-control-request-method") != null) {
      response
          .putHeader("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
          .putHeader(
              "access-control-allow-headers",
              "authorization, content-type, if-match, idempotency-key, prefer, x-request-id")
          .putHeader("access-control-max-age", "600")
          .setStatusCode(204)
          .end();
      return;
    }
    context.next();
  }
}
