package dev.imas.core.http;

import dev.imas.core.platform.RequestIds;
import dev.imas.core.platform.TrustedProxies;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each request an id, its caller's address (API-07), security headers (API-08), a measurement
 * and a line in the log.
 */
public final class EveryAnswer {

  private static final Logger log = LoggerFactory.getLogger("dev.imas.core.http.access");

  /** The metadata of a route that is answered for as long as the client listens. */
  static final String LASTING = "lasting";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry meters;
  private final String role;
  private final TrustedProxies proxies;

  private EveryAnswer(MeterRegistry meters, String role, TrustedProxies proxies) {
    this.meters = meters;
    this.role = role;
    this.proxies = proxies;
  }

  /** Mount it first. */
  public static void mount(
      Router router, MeterRegistry meters, String role, TrustedProxies proxies) {
    EveryAnswer every = new EveryAnswer(meters, role, proxies);
    router.route().order(Integer.MIN_VALUE).handler(every::handle);
  }

  private void handle(RoutingContext context) {
    long begun = System.nanoTime();
    RequestIds.assign(context);
    proxies.note(context);
    secure(context);
    context.addEndHandler(done -> measure(context, System.nanoTime() - begun));
    context.next();
  }

  private static void secure(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (context.request().isSSL()
        || "https".equalsIgnoreCase(context.request().getHeader("x-forwarded-proto"))) {
      // Browsers ignore it over plain HTTP. Only the domain's owner may ask for preload.
      response.putHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
    }
    response
        .putHeader("content-security-policy", "default-src 'self'; frame-ancestors 'none'")
        .putHeader("x-frame-options", "DENY")
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("permissions-policy", "geolocation=(), microphone=(), camera=()")
        .putHeader("cache-control", "no-store");
  }

  private void measure(RoutingContext context, long nanos) {
    int status = context.response().getStatusCode();
    String path = pattern(context);
    if (!isLasting(context)) {
      timer(context, path, status).record(nanos, TimeUnit.NANOSECONDS);
    }
    meters
        .counter(
            "http.requests",
            "role",
            role,
            "method",
            method(context),
            "path",
            path,
            "status",
            Integer.toString(status))
        .increment();
    log.atDebug()
        .addKeyValue("request_id", RequestIds.of(context))
        .addKeyValue("method", context.request().method())
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
        .log("request");
  }

  /** Its time says nothing of how fast IMAS answers. */
  private static boolean isLasting(RoutingContext context) {
    Route route = context.currentRoute();
    return route != null
        && route.metadata() != null
        && Boolean.TRUE.equals(route.<Boolean>getMetadata(LASTING));
  }

  private Timer timer(RoutingContext context, String path, int status) {
    return Timer.builder("http.request.duration")
        .description("Time from a request's head to the end of its response")
        .tag("role", role)
        .tag("method", method(context))
        .tag("path", path)
        .tag("status", Integer.toString(status))
        .register(meters);
  }

  private static String method(RoutingContext context) {
    String name = context.request().method().name();
    return METHODS.contains(name) ? name : "other";
  }

  /** The route's pattern. The path itself would make an unbounded number of meters. */
  private static String pattern(RoutingContext context) {
    Route route = context.currentRoute();
    if (route != null && route.metadata() != null && route.getMetadata("path") != null) {
      return route.getMetadata("path");
    }
    return "other";
  }
}
