package dev.imas.core.platform;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health/live}, {@code /health/accept}, {@code /health/ready}, {@code /health} and {@code
 * /metrics}, the same on every role's port.
 */
public final class HealthRoutes {

  /** The name that probes of the first IMAS expect. */
  private static final String SERVICE = "imas-manager";

  /** About as long as a restart takes. */
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Platform platform;
  private final Supplier<Future<Void>> databaseProbe;
  private final Readiness readiness;
  private final MetricsAccess access;
  private @Nullable ClockWatch clock;
  private final Map<String, Supplier<Map<String, Object>>> notes = new ConcurrentHashMap<>();
  private volatile @Nullable BooleanSupplier without;
  private volatile boolean stopping;
  private @Nullable Future<Void> probing;

  /**
   * @param databaseProbe succeeds while PostgreSQL serves this role
   * @param readiness the readiness of the role's workers: the role is ready while all of them work
   * @param access who may read the metrics
   */
  public HealthRoutes(
      Platform platform,
      Supplier<Future<Void>> databaseProbe,
      Readiness readiness,
      MetricsAccess access) {
    this.platform = platform;
    this.databaseProbe = databaseProbe;
    this.readiness = readiness;
    this.access = access;
  }

  /** Shows what the watch finds. */
  public HealthRoutes watching(ClockWatch watch) {
    clock = watch;
    return this;
  }

  /** Shows this among the checks, whatever it says: the role is ready all the same. */
  public HealthRoutes noting(String name, Supplier<Map<String, Object>> note) {
    notes.put(name, note);
    return this;
  }

  /**
   * Makes the role ready while this holds, although the database is away or a worker fails: it can
   * serve without them.
   */
  public HealthRoutes readyAlsoWhile(BooleanSupplier serves) {
    without = serves;
    return this;
  }

  /** Says from now on that the role will stop, so that load balancers send elsewhere. */
  public void announceStop() {
    stopping = true;
  }

  /** Does the same, and no longer watches the workers. */
  public void stop() {
    announceStop();
    readiness.stop();
  }

  /** Whether the role is about to stop. */
  public boolean isStopping() {
    return stopping;
  }

  public void mount(Router router) {
    for (String path : new String[] {"/health", "/api/health", "/api/v1/health"}) {
      HttpRoutes.get(router, path, this::summary);
    }
    HttpRoutes.get(router, "/health/live", ctx -> answer(ctx, 200, Map.of("status", "alive")));
    HttpRoutes.get(router, "/health/accept", this::accept);
    HttpRoutes.get(router, "/health/ready", this::ready);
    // HAProxy checks by OPTIONS unless it is told otherwise, and that is answered 204 everywhere.
    router.route(HttpMethod.OPTIONS, "/health/accept").handler(this::accept);
    router.route(HttpMethod.OPTIONS, "/health/ready").handler(this::ready);
    HttpRoutes.get(router, "/metrics", this::metrics);
  }

  private void summary(RoutingContext ctx) {
    answer(
        ctx, 200, Map.of("status", "healthy", "service", SERVICE, "version", platform.version()));
  }

  /**
   * Whether a load balancer may send requests here. While the database is away they are answered as
   * well as by the other processes, and better than by a balancer that has none left.
   */
  private void accept(RoutingContext ctx) {
    if (stopping) {
      ctx.response().putHeader("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
    }
    check(ctx, !stopping, Map.of("status", stopping ? "stopping" : "accepting"));
  }

  private void ready(RoutingContext ctx) {
    check()
        .onSuccess(body -> check(ctx, "ready".equals(body.get("status")), body))
        .onFailure(ctx::fail);
  }

  private static void check(RoutingContext ctx, boolean passes, Object body) {
    if (passes && ctx.request().method() == HttpMethod.OPTIONS) {
      ctx.next(); // It is answered as everywhere else.
    } else {
      answer(ctx, passes ? 200 : 503, body);
    }
  }

  /** Readiness, with details of this process; for administrators. */
  public void detailed(RoutingContext ctx) {
    check()
        .onSuccess(
            body -> {
              Map<String, Object> all = new LinkedHashMap<>(body);
              all.put("service", SERVICE);
              all.put("version", platform.version());
              all.put("started_at", platform.startedAt());
              all.put("java", Runtime.version().toString());
              all.put("processors", Runtime.getRuntime().availableProcessors());
              all.put(
                  "memory_bytes",
                  Map.of(
                      "used",
                      Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                      "most",
                      Runtime.getRuntime().maxMemory()));
              all.put(
                  "event_bus",
                  BusMembers.of(platform.vertx())
                      .<Map<String, Object>>map(
                          members -> Map.of("clustered", true, "members", members))
                      .orElse(Map.of("clustered", false)));
              answer(ctx, 200, all);
            })
        .onFailure(ctx::fail);
  }

  private Future<Map<String, Object>> check() {
    long begun = System.nanoTime();
    return probe()
        .timeout(2, TimeUnit.SECONDS)
        .transform(
            probe -> {
              Map<String, Optional<WorkerHealth.Failing>> workers = readiness.now();
              BooleanSupplier serves = without;
              Optional<String> trouble = platform.database().trouble();
              boolean works =
                  probe.succeeded()
                      && trouble.isEmpty()
                      && workers.values().stream().allMatch(Optional::isEmpty);
              boolean ready = !stopping && (works || (serves != null && serves.getAsBoolean()));
              Map<String, Object> database = new LinkedHashMap<>();
              database.put(
                  "status",
                  !probe.succeeded() ? "unreachable" : trouble.isEmpty() ? "healthy" : "failing");
              trouble.ifPresent(why -> database.put("reason", why));
              database.put(
                  "latency_ms",
                  Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1000 / 1000.0);
              Map<String, Object> checks = new LinkedHashMap<>();
              checks.put("database", database);
              checks.put("process", Map.of("status", stopping ? "stopping" : "healthy"));
              ClockWatch watch = clock;
              if (watch != null) {
                checks.put("clock", watch.shown());
              }
              notes.forEach((name, note) -> checks.put(name, note.get()));
              checks.putAll(ProcessNotes.of(platform.vertx()));
              workers.forEach((worker, failing) -> checks.put(worker, told(failing)));
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("status", ready ? "ready" : "not_ready");
              body.put("checks", checks);
              body.put("timestamp", Instant.ofEpochMilli(platform.clock().millis()));
              return Future.succeededFuture(body);
            });
  }

  /**
   * One probe serves all requests meanwhile. These need no token, so they must not use up the
   * database's connections. A probe that timed out after two seconds still waits for its
   * connection.
   */
  private synchronized Future<Void> probe() {
    Future<Void> running = probing;
    if (running == null || running.isComplete()) {
      running = databaseProbe.get();
      probing = running;
    }
    return running;
  }

  private static Map<String, Object> told(Optional<WorkerHealth.Failing> failing) {
    return failing
        .<Map<String, Object>>map(
            f -> Map.of("status", "failing", "since", f.since(), "reason", f.reason()))
        .orElse(Map.of("status", "healthy"));
  }

  private void metrics(RoutingContext ctx) {
    Optional<Fault> refusal = access.refusal(ctx.request());
    if (refusal.isPresent()) {
      ctx.fail(refusal.get());
    } else if (platform.meters() instanceof PrometheusMeterRegistry prometheus) {
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
