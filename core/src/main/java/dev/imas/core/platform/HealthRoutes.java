package dev.imas.core.platform;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /health/live}, {@code /health/ready}, {@code /health} and {@code /metrics}, the same on
 * every role's port.
 */
public final class HealthRoutes {

  private final Platform platform;
  private final Supplier<Future<Void>> databaseProbe;
  private final Readiness readiness;
  private volatile boolean stopping;

  /**
   * @param databaseProbe succeeds while the role can do its work against PostgreSQL
   * @param readiness of the role's workers: it is ready while all of them do their work
   */
  public HealthRoutes(
      Platform platform, Supplier<Future<Void>> databaseProbe, Readiness readiness) {
    this.platform = platform;
    this.databaseProbe = databaseProbe;
    this.readiness = readiness;
  }

  /** From now on not ready, so that load balancers turn away before the listener closes. */
  public void announceStop() {
    stopping = true;
    readiness.stop();
  }

  public void mount(Router router) {
    for (String slash : new String[] {"", "/"}) {
      router.get("/health" + slash).handler(this::summary);
      router
          .get("/health/live" + slash)
          .handler(ctx -> answer(ctx, 200, Map.of("status", "alive")));
      router.get("/health/ready" + slash).handler(this::ready);
    }
    router.get("/metrics").handler(this::metrics);
  }

  private void summary(RoutingContext ctx) {
    answer(ctx, 200, Map.of("status", "healthy", "service", "imas", "version", platform.version()));
  }

  private void ready(RoutingContext ctx) {
    long begun = System.nanoTime();
    databaseProbe
        .get()
        .timeout(2, TimeUnit.SECONDS)
        .onComplete(
            probe -> {
              Map<String, Optional<Heartbeat.Failing>> workers = readiness.now();
              boolean ready =
                  probe.succeeded()
                      && !stopping
                      && workers.values().stream().allMatch(Optional::isEmpty);
              Map<String, Object> database = new LinkedHashMap<>();
              database.put("status", probe.succeeded() ? "healthy" : "unreachable");
              database.put(
                  "latency_ms",
                  Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1000 / 1000.0);
              Map<String, Object> checks = new LinkedHashMap<>();
              checks.put("database", database);
              checks.put("process", Map.of("status", stopping ? "stopping" : "healthy"));
              workers.forEach((worker, failing) -> checks.put(worker, told(failing)));
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("status", ready ? "ready" : "not_ready");
              body.put("checks", checks);
              body.put("timestamp", Instant.ofEpochMilli(platform.clock().millis()));
              answer(ctx, ready ? 200 : 503, body);
            });
  }

  private static Map<String, Object> told(Optional<Heartbeat.Failing> failing) {
    return failing
        .<Map<String, Object>>map(
            f -> Map.of("status", "failing", "since", f.since(), "reason", f.reason()))
        .orElse(Map.of("status", "healthy"));
  }

  private void metrics(RoutingContext ctx) {
    if (platform.meters() instanceof PrometheusMeterRegistry prometheus) {
      ctx.response()
          .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
          .end(prometheus.scrape());
    } else {
      ctx.response().setStatusCode(404).end();
    }
  }

  private static void answer(RoutingContext ctx, int status, Object body) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Json.write(body));
  }
}
