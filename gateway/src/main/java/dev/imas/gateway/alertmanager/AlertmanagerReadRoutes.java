package dev.imas.gateway.alertmanager;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of Alertmanager's API that Prometheus, amtool, Grafana's Alertmanager data source and
 * karma use: status, alerts, groups, receivers, silences, health. It is also served below {@code
 * /am/<key>}. Errors are a JSON string, as in Alertmanager.
 */
public final class AlertmanagerReadRoutes {

  private static final Logger log = LoggerFactory.getLogger(AlertmanagerReadRoutes.class);

  /** The version of the Alertmanager whose API this is. Clients choose their dialect by it. */
  private static final String SPOKEN_VERSION = "0.27.0";

  /** How long an answer may take. A slow reader keeps others from reading. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

  private final Platform platform;
  private final AlertReads reads;
  private final AlertmanagerSilenceRoutes silences;
  private final BiFunction<HttpServerRequest, @Nullable String, @Nullable SourceEntry> authenticate;

  /**
   * @param authenticate from the request and the key in its path to the source, null when there is
   *     none
   */
  public AlertmanagerReadRoutes(
      Platform platform,
      AlertReads reads,
      BiFunction<HttpServerRequest, @Nullable String, @Nullable SourceEntry> authenticate) {
    this.platform = platform;
    this.reads = reads;
    this.silences = new AlertmanagerSilenceRoutes(reads.silences(), platform.clock());
    this.authenticate = authenticate;
  }

  public void mount(Router router) {
    // The router decodes the path for each route with a parameter, and would answer errors itself.
    router.route("/am/*").handler(AlertmanagerReadRoutes::refuseUndecodable);
    for (String prefix : new String[] {"", "/am/{key}"}) {
      HttpRoutes.get(router, prefix + "/-/healthy", ctx -> ctx.end("OK"));
      HttpRoutes.get(router, prefix + "/-/ready", ctx -> ctx.end("OK"));
      HttpRoutes.get(router, prefix + "/metrics", this::buildInfo);
      reading(router, prefix + "/api/v2/status", this::status);
      reading(router, prefix + "/api/v2/alerts", this::alerts);
      reading(router, prefix + "/api/v2/alerts/groups", this::groups);
      reading(router, prefix + "/api/v2/receivers", this::receivers);
      reading(router, prefix + "/api/v2/silences", answering(silences::list));
      reading(router, prefix + "/api/v2/silence/{id}", answering(silences::get));
      writing(router, HttpMethod.POST, prefix + "/api/v2/silences", silences::post);
      writing(router, HttpMethod.DELETE, prefix + "/api/v2/silence/{id}", silences::delete);
      for (String old :
          new String[] {"alerts", "alerts/groups", "status", "silences", "receivers"}) {
        router
            .route((prefix + "/api/v1/" + old).replace("{key}", ":key"))
            .handler(AlertmanagerReadRoutes::gone);
      }
    }
  }

  private static void refuseUndecodable(RoutingContext ctx) {
    try {
      ctx.queryParams();
    } catch (HttpException undecodable) {
      undecodable(ctx);
      return;
    }
    ctx.next();
  }

  private static void undecodable(RoutingContext ctx) {
    // The exception's message may quote a part of the key.
    say(ctx, 400, "the query cannot be decoded; encode its parameters as in a URL");
  }

  private void writing(Router router, HttpMethod method, String path, Asked asked) {
    router
        .route(method, path.replaceAll("\\{(\\w+)}", ":$1"))
        .putMetadata("path", path)
        .handler(ctx -> withSource(ctx, answering(asked)));
  }

  /** Its answer is an object to be written as JSON, or its bytes where they may be many. */
  private interface Asked {
    Future<Object> ask(RoutingContext ctx, SourceEntry source);
  }

  private static Handler answering(Asked asked) {
    return (ctx, source) ->
        asked
            .ask(ctx, source)
            .onSuccess(body -> answer(ctx, body))
            .onFailure(cause -> failed(ctx, cause));
  }

  private void reading(Router router, String path, Handler handler) {
    HttpRoutes.get(router, path, ctx -> withSource(ctx, handler));
  }

  /**
   * karma learns from this which Alertmanager it talks to. IMAS's own metrics are on another path.
   */
  private void buildInfo(RoutingContext ctx) {
    String key = ctx.pathParam("key");
    SourceEntry source = authenticate.apply(ctx.request(), key);
    if (key == null && source == null) {
      ctx.next();
      return;
    }
    withSource(
        ctx,
        (c, reader) ->
            c.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(
                    "# TYPE alertmanager_build_info gauge\nalertmanager_build_info{version=\""
                        + SPOKEN_VERSION
                        + "\",branch=\"imas\",revision=\""
                        + platform.version()
                        + "\"} 1\n"));
  }

  private interface Handler {
    void handle(RoutingContext ctx, SourceEntry source);
  }

  private void withSource(RoutingContext ctx, Handler handler) {
    SourceEntry source = authenticate.apply(ctx.request(), ctx.pathParam("key"));
    if (source == null || !source.active()) {
      ctx.response().putHeader("www-authenticate", "Basic realm=\"imas\", charset=\"UTF-8\"");
      say(
          ctx,
          401,
          "a source key is needed: as bearer or basic password, as ?token= or in the path");
      return;
    }
    if (!source.access().readsAlerts()) {
      say(
          ctx,
          403,
          "the key of the source '"
              + source.name()
              + "' may post but not read; set alertmanager_api for it, or use another source's");
      return;
    }
    try {
      handler.handle(ctx, source);
    } catch (Fault fault) {
      say(ctx, fault.kind().status(), fault.detail());
    } catch (HttpException undecodable) {
      undecodable(ctx);
    }
  }

  private void status(RoutingContext ctx, SourceEntry source) {
    receivers(source)
        .onSuccess(
            receivers -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("cluster", Map.of("name", "imas", "peers", List.of(), "status", "ready"));
              body.put("config", Map.of("original", configOf(receivers)));
              body.put("uptime", platform.startedAt().toString());
              body.put(
                  "versionInfo",
                  Map.of(
                      "branch",
                      "imas",
                      "buildDate",
                      "",
                      "buildUser",
                      "",
                      "goVersion",
                      "",
                      "revision",
                      platform.version(),
                      "version",
                      SPOKEN_VERSION));
              answer(ctx, body);
            })
        .onFailure(cause -> unavailable(ctx, cause));
  }

  /**
   * The configuration in Alertmanager's own format, as far as IMAS has an equivalent: every team is
   * a receiver.
   */
  private static String configOf(List<String> receivers) {
    StringBuilder yaml = new StringBuilder("route:\n  receiver: ");
    yaml.append(Json.write(receivers.isEmpty() ? "imas" : receivers.getFirst()));
    yaml.append("\n  group_by:\n  - alertname\nreceivers:\n");
    for (String name : receivers.isEmpty() ? List.of("imas") : receivers) {
      yaml.append("- name: ").append(Json.write(name)).append('\n');
    }
    return yaml.append("templates: []\n").toString();
  }

  /** Teams are named only to keys that may read what concerns them. */
  private Future<List<String>> receivers(SourceEntry source) {
    return source.access().readsAllAlerts()
        ? reads.receivers(source.tenant())
        : Future.succeededFuture(List.of());
  }

  private void receivers(RoutingContext ctx, SourceEntry source) {
    receivers(source)
        .onSuccess(names -> answer(ctx, names.stream().map(name -> Map.of("name", name)).toList()))
        .onFailure(cause -> unavailable(ctx, cause));
  }

  /** Streams the alerts no faster than the client reads: the answer is long in a storm. */
  private void alerts(RoutingContext ctx, SourceEntry source) {
    AlertsQuery filter = AlertsQuery.read(ctx.queryParams());
    HttpServerResponse response = ctx.response();
    long cut =
        ctx.vertx().setTimer(LONGEST_ANSWER.toMillis(), id -> close(ctx.request().connection()));
    reads
        .alerts(
            ReadScope.of(source),
            filter,
            text -> {
              boolean first = !response.headWritten();
              if (first) {
                response.setChunked(true).putHeader("content-type", "application/json");
              }
              return response.write((first ? "[" : "") + text);
            })
        .onComplete(done -> ctx.vertx().cancelTimer(cut))
        .onSuccess(
            done -> {
              if (response.headWritten()) {
                response.end("]");
              } else {
                answer(ctx, List.of());
              }
            })
        .onFailure(cause -> failed(ctx, cause));
  }

  private void groups(RoutingContext ctx, SourceEntry source) {
    AlertsQuery filter = AlertsQuery.read(ctx.queryParams());
    String query = ctx.request().query();
    reads
        .groups(ReadScope.of(source), filter, query == null ? "" : query)
        .onSuccess(body -> ctx.response().putHeader("content-type", "application/json").end(body))
        .onFailure(cause -> failed(ctx, cause));
  }

  private static void failed(RoutingContext ctx, Throwable cause) {
    if (cause instanceof Fault fault) {
      if (ctx.response().headWritten()) {
        // Half an answer was sent. The connection is closed, so that nobody takes it for a whole
        // one.
        close(ctx.request().connection());
        return;
      }
      if (fault.retryAfterSeconds() > 0) {
        ctx.response().putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
      }
      say(ctx, fault.kind().status(), fault.detail());
    } else {
      unavailable(ctx, cause);
    }
  }

  private static void close(HttpConnection connection) {
    connection.close().onFailure(gone -> log.debug("the client had closed the connection"));
  }

  private static void unavailable(RoutingContext ctx, Throwable cause) {
    (Outage.isOne(cause) ? log.atDebug() : log.atWarn())
        .setCause(cause)
        .log("A request to read alerts failed");
    if (ctx.response().headWritten()) {
      close(ctx.request().connection());
      return;
    }
    ctx.response().setChunked(false).putHeader("retry-after", "1");
    say(ctx, 503, "the alerts cannot be read at the moment; try again");
  }

  /** Alertmanager answers its first API like this since 0.27. */
  private static void gone(RoutingContext ctx) {
    ctx.response().setStatusCode(410);
    answer(
        ctx,
        Map.of(
            "status",
            "deprecated",
            "error",
            "this is version 1 of Alertmanager's API; use /api/v2"));
  }

  private static void answer(RoutingContext ctx, Object body) {
    ctx.response()
        .putHeader("content-type", "application/json")
        .end(body instanceof Buffer bytes ? bytes : Buffer.buffer(Json.write(body)));
  }

  private static void say(RoutingContext ctx, int status, String text) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Json.write(text));
  }
}
