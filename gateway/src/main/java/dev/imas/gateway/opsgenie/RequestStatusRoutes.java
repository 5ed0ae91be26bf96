package dev.imas.gateway.opsgenie;

import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import dev.imas.gateway.sender.opsgenie.OpsgenieRequest;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, as Opsgenie's clients ask after each post. The request's id says it
 * all, so nothing is read for it. Also served below {@code /am/<key>}.
 */
public final class RequestStatusRoutes {

  private final BiFunction<HttpServerRequest, @Nullable String, @Nullable SourceEntry> authenticate;

  /**
   * @param authenticate from the request and the key in its path to the source, null when there is
   *     none
   */
  public RequestStatusRoutes(
      BiFunction<HttpServerRequest, @Nullable String, @Nullable SourceEntry> authenticate) {
    this.authenticate = authenticate;
  }

  public void mount(Router router) {
    for (String prefix : new String[] {"", "/am/{key}"}) {
      HttpRoutes.get(router, prefix + "/v2/alerts/requests/{id}", this::answer);
    }
  }

  private void answer(RoutingContext ctx) {
    long begun = System.nanoTime();
    SourceEntry source = authenticate.apply(ctx.request(), ctx.pathParam("key"));
    if (source == null || !source.active()) {
      say(ctx, 401, Map.of("message", "Could not authenticate"));
      return;
    }
    OpsgenieRequest asked = OpsgenieRequest.of(Objects.requireNonNullElse(ctx.pathParam("id"), ""));
    if (asked == null) {
      // Another error type than RequestNotProcessed, on which clients ask again.
      ctx.response().putHeader("X-Opsgenie-Errortype", "RequestNotFound");
      say(ctx, 404, Map.of("message", "Request not found. It might not be processed, yet."));
      return;
    }
    Instant processed = Instant.ofEpochMilli(UuidV7.epochMillis(asked.receipt()));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("success", asked.done());
    data.put("action", asked.action().word());
    data.put("processedAt", processed.toString());
    data.put("integrationId", source.profile().id().toString());
    data.put("isSuccess", asked.done());
    data.put("status", asked.done() ? asked.action().done() : "Alert does not exist");
    data.put("alertId", asked.alertId());
    data.put("alias", asked.alias());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("data", data);
    body.put("took", OpsgenieRequest.seconds(System.nanoTime() - begun));
    body.put("requestId", asked.id());
    say(ctx, 200, body);
  }

  private static void say(RoutingContext ctx, int status, Object body) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Json.write(body));
  }
}
