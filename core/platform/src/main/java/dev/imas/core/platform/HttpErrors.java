package dev.imas.core.platform;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders every error as problem details. An error that is not a fault is a bug of IMAS, and shows
 * only a request id.
 */
public final class HttpErrors {

  private static final Logger log = LoggerFactory.getLogger(HttpErrors.class);
  private static final int[] OF_THE_ROUTER = {400, 404, 405, 406, 408, 413, 414, 415, 500, 503};

  private static final Pattern KEY_IN_PATH = Pattern.compile("^/(am|a|i|calendars|ping)/[^/]+");

  private final Router router;

  private HttpErrors(Router router) {
    this.router = router;
  }

  /**
   * Call it last: it also answers requests without a route, and OPTIONS with the methods of a path.
   */
  public static void mount(Router router) {
    HttpErrors errors = new HttpErrors(router);
    router.route().last().handler(errors::leftOver);
    for (int status : OF_THE_ROUTER) {
      router.errorHandler(status, context -> errors.render(context, status));
    }
  }

  /** Answers requests that no route took. */
  private void leftOver(RoutingContext context) {
    Set<String> methods = allowed(String.valueOf(context.request().path()));
    if (methods.isEmpty()) {
      context.fail(404);
    } else if (context.request().method() != HttpMethod.OPTIONS) {
      context.fail(405);
    } else {
      context.response().setStatusCode(204).putHeader("allow", allow(methods)).end();
    }
  }

  private static String allow(Set<String> methods) {
    Set<String> all = new TreeSet<>(methods);
    all.add("OPTIONS");
    return String.join(", ", all);
  }

  /**
   * @param status the status that the router chose. The context has none if no route was reached,
   *     as with a query that cannot be decoded
   */
  private void render(RoutingContext context, int status) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    Fault fault = fault(context, status, context.failure());
    String requestId = RequestIds.of(context);
    Problem problem;
    if (fault == null) {
      log.atError()
          .setCause(context.failure())
          .addKeyValue("request_id", requestId)
          .addKeyValue("method", context.request().method())
          .addKeyValue("path", withoutKey(context.request().path()))
          .log("A request failed unexpectedly");
      problem = Problem.unexpected(requestId);
    } else {
      problem = Problem.of(fault, requestId);
    }
    var response =
        context
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 401) {
      response.putHeader("www-authenticate", "Bearer realm=\"IMAS\"");
    }
    if (fault != null && fault.retryAfterSeconds() > 0) {
      response.putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
    }
    if (problem.status() == 405) {
      response.putHeader("allow", allow(allowed(String.valueOf(context.request().path()))));
    }
    if (problem.status() == 413 && context.request().version() != HttpVersion.HTTP_2) {
      // The rest of the body is not read, so the connection cannot be used again.
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    response.end(Json.write(problem));
  }

  /**
   * The problem of a part of a request that goes on, as it would be if it were the whole request.
   */
  public static Problem problem(Throwable failure, @Nullable String requestId) {
    Fault fault = meaning(failure);
    if (fault == null && Outage.isOne(failure)) {
      fault = unreachable();
    }
    if (fault == null) {
      log.atError()
          .setCause(failure)
          .addKeyValue("request_id", requestId)
          .log("A part of a request failed unexpectedly");
      return Problem.unexpected(requestId);
    }
    return Problem.of(fault, requestId);
  }

  private static @Nullable Fault meaning(@Nullable Throwable failure) {
    if (failure instanceof Fault fault) {
      return fault;
    }
    if (failure instanceof HttpClosedException || failure instanceof StreamResetException) {
      return Fault.badRequest(
          "the client has gone"); // for the log and the metrics: nobody reads it
    }
    return switch (DatabaseFailure.of(failure)) {
      case CONFLICT -> Fault.unavailable("another change was made at the same time; try again", 1);
      case LOCKED, CANCELLED, BUSY -> Fault.unavailable("the database is busy; try again", 1);
      case UNSTORABLE ->
          Fault.badRequest(
              "the request holds a text or a time that cannot be "
                  + "stored; remove U+0000 and use years from 1 to 9999");
      case SCHEMA_MOVED -> schemaMoved(failure);
      case AWAY,
          WRONG_SERVER,
          IN_DOUBT,
          DUPLICATE,
          CONSTRAINT,
          VALUE,
          FORBIDDEN,
          NOT_LET_IN,
          OTHER ->
          null;
    };
  }

  /** On a new connection it may work. If it does not, the log is where somebody finds out. */
  private static Fault schemaMoved(@Nullable Throwable failure) {
    log.atError()
        .setCause(failure)
        .log("A statement does not fit the database's schema, which may be of another version");
    return Fault.unavailable("the database's schema has changed; try again", 1);
  }

  private static Fault unreachable() {
    return Fault.unavailable("the database does not respond; try again", 1);
  }

  private static @Nullable Fault fault(
      RoutingContext context, int status, @Nullable Throwable failure) {
    Fault meaning = meaning(failure);
    if (meaning != null) {
      return meaning;
    }
    String path = withoutKey(context.request().path());
    return switch (context.statusCode() < 0 ? status : context.statusCode()) {
      case 404 -> Fault.notFound("there is no route " + path + "; check the path");
      case 405 ->
          Fault.of(
              Fault.Kind.METHOD_NOT_ALLOWED,
              context.request().method()
                  + " is not allowed at "
                  + path
                  + "; the Allow header "
                  + "lists the methods");
      case 408 ->
          Fault.of(Fault.Kind.TIMED_OUT, "the request took too long to arrive; send " + "it again");
      case 413 -> Fault.of(Fault.Kind.TOO_LARGE, "the body is too large; send less at once");
      case 415 -> Fault.of(Fault.Kind.UNSUPPORTED_MEDIA_TYPE, "send application/json");
      case 406 ->
          Fault.of(Fault.Kind.NOT_ACCEPTABLE, "only application/json is available; " + "accept it");
      case 400, 414 ->
          Fault.badRequest("the request cannot be read; check its path, query " + "and headers");
      default -> Outage.isOne(failure) ? unreachable() : null;
    };
  }

  /** Hides the secret that is a part of the path: of a source, a link or an invitation. */
  private static String withoutKey(@Nullable String path) {
    return KEY_IN_PATH.matcher(String.valueOf(path)).replaceFirst("/$1/****");
  }

  private Set<String> allowed(String path) {
    List<String> parts = parts(path);
    Set<String> methods = new TreeSet<>();
    router
        .getRoutes()
        .forEach(
            route -> {
              Set<HttpMethod> of = route.methods();
              String pattern = route.metadata() == null ? null : route.getMetadata("path");
              if (pattern != null && of != null && matches(parts(pattern), parts)) {
                of.forEach(m -> methods.add(m.name()));
              }
            });
    return methods;
  }

  private static boolean matches(List<String> pattern, List<String> parts) {
    if (pattern.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!pattern.get(i).startsWith("{") && !Objects.equals(pattern.get(i), parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> parts(String path) {
    return List.of((path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/"));
  }
}
