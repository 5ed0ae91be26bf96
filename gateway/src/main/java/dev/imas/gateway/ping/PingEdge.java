package dev.imas.gateway.ping;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Problem;
import dev.imas.core.platform.RequestIds;
import dev.imas.gateway.ping.Pings.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET} or {@code POST /ping/{key}}, with {@code /start}, {@code /success} or {@code /fail}
 * behind it. It answers 200 only after the commit. A body is not read, so it has no limit but that
 * of the connection. Nothing of a key is logged.
 */
public final class PingEdge {

  private static final Logger log = LoggerFactory.getLogger(PingEdge.class);

  private final Pings pings;
  private final MeterRegistry meters;

  public PingEdge(Pings pings, MeterRegistry meters) {
    this.pings = pings;
    this.meters = meters;
  }

  /** Returns false when the path is none of a ping; the caller then passes it on. */
  public boolean handle(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith(Ping.PREFIX)) {
      return false;
    }
    // What is sent along is discarded as it comes.
    request.handler(chunk -> {});
    request.exceptionHandler(gone -> {});
    request.resume();
    HttpMethod method = request.method();
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (method == HttpMethod.OPTIONS) {
      request.response().putHeader("allow", "GET, OPTIONS, POST").setStatusCode(204).end();
    } else if (method != HttpMethod.GET && method != HttpMethod.POST) {
      request.response().putHeader("allow", "GET, OPTIONS, POST");
      refuse(request, Fault.of(Fault.Kind.METHOD_NOT_ALLOWED, "a ping is a GET or a POST"));
    } else {
      take(request, path);
    }
    return true;
  }

  private void take(HttpServerRequest request, String path) {
    Ping ping;
    try {
      ping = Ping.read(path, request.getParam("rid"), request.getParam("duration"));
    } catch (Fault fault) {
      refuse(request, fault);
      return;
    } catch (IllegalArgumentException undecodable) {
      refuse(request, Fault.badRequest("the query cannot be decoded"));
      return;
    }
    pings
        .write(ping)
        .onSuccess(outcome -> answer(request, outcome))
        .onFailure(
            cause -> {
              (Outage.isOne(cause) ? log.atDebug() : log.atWarn())
                  .setCause(cause)
                  .log("A ping of a heartbeat could not be stored");
              refuse(request, Fault.unavailable("the ping could not be stored; send it again", 5));
            });
  }

  private void answer(HttpServerRequest request, Outcome outcome) {
    switch (outcome) {
      case COMMITTED -> {
        count(200);
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
          response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end("OK");
        }
      }
      case UNKNOWN -> refuse(request, Ping.unknownKey());
      case TOO_MANY ->
          refuse(request, Fault.tooMany("too many pings with this key at once; wait", 1));
      case FULL -> refuse(request, Fault.unavailable("too many pings at once; send it again", 1));
    }
  }

  private void refuse(HttpServerRequest request, Fault fault) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    String given = request.getHeader(RequestIds.HEADER);
    @Nullable String requestId = given == null ? null : RequestIds.harmless(given);
    Problem problem = Problem.of(fault, requestId);
    count(problem.status());
    if (fault.retryAfterSeconds() > 0) {
      response.putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Json.write(problem));
  }

  private void count(int status) {
    Counter.builder("imas_heartbeat_pings_total")
        .description("Pings of heartbeats, by the status of their answer")
        .tag("status", String.format(Locale.ROOT, "%d", status))
        .register(meters)
        .increment();
  }
}
