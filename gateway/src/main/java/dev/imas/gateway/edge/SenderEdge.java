package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.pipeline.RoutingTime;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender routes of one event loop, which are the door for HTTP. It finds whose post a request
 * is, before its body is read, and hands it on to {@link HttpPosts}. It dispatches directly,
 * without a router, because a storm takes this path.
 */
public final class SenderEdge {

  private static final Logger log = LoggerFactory.getLogger(SenderEdge.class);
  private static final int TICK_MILLIS = 100;
  private static final int TICKS_A_SECOND = 1_000 / TICK_MILLIS;

  private final Vertx vertx;
  private final SenderRoutes routes;
  private final SnapshotKeeper snapshots;
  private final RequestAuth auth;
  private final HttpPosts posts;
  private final KeylessPosts keyless;
  private final RoutingTime routing;
  private final long sweepTimer;
  private long lastTick;
  private int ticks;

  /**
   * @param routing shared by all loops, which is told how late this one is
   */
  public SenderEdge(
      Vertx vertx,
      SenderRoutes routes,
      SnapshotKeeper snapshots,
      RequestAuth auth,
      HttpPosts posts,
      KeylessPosts keyless,
      RoutingTime routing) {
    this.vertx = vertx;
    this.routes = routes;
    this.snapshots = snapshots;
    this.auth = auth;
    this.posts = posts;
    this.keyless = keyless;
    this.routing = routing;
    this.lastTick = System.nanoTime();
    this.sweepTimer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
  }

  /** Returns false when the path belongs to no sender; the caller then passes it on. */
  public boolean handle(HttpServerRequest request) {
    String path = request.path();
    SenderRoutes.Found found = path == null ? null : routes.find(path);
    if (found == null) {
      return false;
    }
    SenderRoute route = found.route();
    HttpMethod method = request.method();
    if (method != HttpMethod.POST && method != HttpMethod.PUT) {
      if (!route.isWebhook()) {
        return false; // The Alertmanager read API answers.
      }
      boolean takesQueries = route.mayTakeQueries();
      if (!takesQueries || method != HttpMethod.GET || isByItself(request)) {
        posts.refuseMethod(request, route, takesQueries);
        return true;
      }
      request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    try {
      letIn(request, route, found.keyInPath());
    } catch (RuntimeException ours) {
      // If this were thrown, the sender would get no answer. 503, because some senders drop the
      // alert on 500.
      log.atError()
          .setCause(ours)
          .log("A post could not be accepted, because of an internal error");
      posts.refuse(
          request,
          route,
          Refusal.NOT_STORED,
          Fault.unavailable("an internal error; post again", 5));
    }
    return true;
  }

  /**
   * Whether a browser asks for an address by itself: ahead of time, or because of a page. Whoever
   * types the address in means it.
   */
  private static boolean isByItself(HttpServerRequest request) {
    String site = request.getHeader("sec-fetch-site");
    return (site != null && !site.equals("none"))
        || request.headers().contains("sec-purpose")
        || request.headers().contains("purpose")
        || request.headers().contains("x-moz");
  }

  public void stop() {
    vertx.cancelTimer(sweepTimer);
  }

  private void letIn(HttpServerRequest request, SenderRoute route, @Nullable String keyInPath) {
    Snapshot snapshot = snapshots.current();
    if (!snapshots.isLoaded()) {
      posts.refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable("sources have not been read yet; post again", 1));
      return;
    }
    if (!posts.knowsKeys()) {
      posts.refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable(
              "which keys are valid was not read for longer than gateway.log.keys-known-for; post"
                  + " again",
              30));
      return;
    }
    SourceEntry source = auth.sourceOf(request, keyInPath, snapshot);
    BodyKey inBody = route.bodyKey();
    if (source != null) {
      posts.admit(request, route, source, snapshot, null);
    } else if (inBody != null) {
      keyless.receive(request, route, inBody);
    } else {
      // Some senders send basic credentials only after a challenge.
      request.response().putHeader("www-authenticate", "Basic realm=\"imas\", charset=\"UTF-8\"");
      posts.refuse(
          request,
          route,
          Refusal.UNAUTHENTICATED,
          Fault.of(
              Fault.Kind.UNAUTHENTICATED,
              "a source key is needed: as bearer or basic password, in X-API-Key, as ?token= or in"
                  + " the path"));
    }
  }

  private void tick() {
    long now = System.nanoTime();
    routing.wasLate(now - lastTick - TICK_MILLIS * 1_000_000L);
    lastTick = now;
    if (++ticks % TICKS_A_SECOND == 0) {
      posts.giveUpOnSlowBodies();
    }
  }
}
