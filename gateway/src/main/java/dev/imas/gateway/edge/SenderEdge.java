package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import dev.imas.gateway.sns.SnsPosts;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender routes of one event loop. It accepts or refuses a post before its body is read. An
 * accepted post becomes a {@link IncomingPost}. It dispatches directly, without a router, because a
 * storm takes this path.
 */
public final class SenderEdge {

  private static final Logger log = LoggerFactory.getLogger(SenderEdge.class);
  private static final int TICK_MILLIS = 100;
  private static final int TICKS_A_SECOND = 1_000 / TICK_MILLIS;

  final Vertx vertx;
  final EdgeConfig config;
  final InstantSource clock;
  final Committer committer;
  final IngestMeters meters;
  final Decode reading;
  final WorkerExecutor decoders;
  final SignedPosts signedPosts;
  final KeylessRoom keyless;
  final RoutingTime routing;
  final RecentBodies recent;
  final SnsPosts sns;
  final Shed shedding;

  final PostStore store;
  private final SenderRoutes routes;
  private final SnapshotKeeper snapshots;
  private final Admission admission;
  private final SourceAuth auth = new SourceAuth();
  private final Arriving arriving = new Arriving();
  final UnreadableBodies unreadable = new UnreadableBodies();
  private final long sweepTimer;
  private long lastTick;
  private int ticks;

  /**
   * @param decoders where large bodies are read
   * @param signedPosts shared by all loops
   * @param keyless shared by all loops
   * @param routing shared by all loops
   * @param recent takes what was posted, to be shown to people
   * @param sns shared by all loops
   * @param postLog shared by all loops; null where posts are answered after their commit
   */
  public SenderEdge(
      Vertx vertx,
      EdgeConfig config,
      InstantSource clock,
      SenderRoutes routes,
      SnapshotKeeper snapshots,
      Admission admission,
      Shed shedding,
      Committer committer,
      KnownAlerts known,
      IngestMeters meters,
      IncidentLookup incidents,
      WorkerExecutor decoders,
      SignedPosts signedPosts,
      KeylessRoom keyless,
      RoutingTime routing,
      RecentBodies recent,
      SnsPosts sns,
      @Nullable PostLog postLog) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.routes = routes;
    this.snapshots = snapshots;
    this.admission = admission;
    this.shedding = shedding;
    this.committer = committer;
    this.meters = meters;
    this.routing = routing;
    this.recent = recent;
    this.sns = sns;
    this.reading =
        postLog == null ? new Decode(known, routing) : Decode.beforehand(known, routing);
    this.store = new PostStore(this, incidents, postLog);
    this.decoders = decoders;
    this.signedPosts = signedPosts;
    this.keyless = keyless;
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
        notPosted(request, route, method, takesQueries);
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
      refuse(
          request,
          route,
          Refusal.NOT_STORED,
          Fault.unavailable("an internal error; post again", 5));
    }
    return true;
  }

  private void notPosted(
      HttpServerRequest request, SenderRoute route, HttpMethod method, boolean takesQueries) {
    request
        .response()
        .putHeader("allow", takesQueries ? "GET, OPTIONS, POST, PUT" : "OPTIONS, POST, PUT");
    if (method == HttpMethod.OPTIONS) {
      request.response().setStatusCode(204).end();
      return;
    }
    refuse(
        request,
        route,
        Refusal.METHOD,
        Fault.of(Fault.Kind.METHOD_NOT_ALLOWED, "alerts are posted here: use POST"));
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
      refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable("sources have not been read yet; post again", 1));
      return;
    }
    if (!store.knowsKeys(snapshots)) {
      refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable(
              "which keys are valid was not read for longer than gateway.log.keys-known-for; post"
                  + " again",
              30));
      return;
    }
    SourceEntry source = authenticate(request, keyInPath, snapshot);
    BodyKey inBody = route.bodyKey();
    if (source == null && inBody != null) {
      KeylessPost.receive(this, request, route, inBody);
      return;
    }
    if (source == null) {
      // Some senders send basic credentials only after a challenge.
      request.response().putHeader("www-authenticate", "Basic realm=\"imas\", charset=\"UTF-8\"");
      refuse(
          request,
          route,
          Refusal.UNAUTHENTICATED,
          Fault.of(
              Fault.Kind.UNAUTHENTICATED,
              "a source key is needed: as bearer or basic password, in X-API-Key, as ?token= or in"
                  + " the path"));
      return;
    }
    admit(request, route, source, snapshot, null);
  }

  /** The source of a key that was found in a body; null when it opens nothing. */
  @Nullable SourceEntry sourceOf(String key) {
    return auth.sourceOf(key, snapshots.current(), clock.instant());
  }

  /**
   * Lets a post of a known source in, or refuses it.
   *
   * @param arrived its body, where that had to be read before; null while it is on its way
   */
  void admit(
      HttpServerRequest request, SenderRoute route, SourceEntry source, byte @Nullable [] arrived) {
    admit(request, route, source, snapshots.current(), arrived);
  }

  private void admit(
      HttpServerRequest request,
      SenderRoute asked,
      SourceEntry source,
      Snapshot snapshot,
      byte @Nullable [] arrived) {
    SenderRoute route = asked.of(source);
    if (!source.active()) {
      refuse(
          request,
          route,
          Refusal.INACTIVE_SOURCE,
          Fault.of(
              Fault.Kind.FORBIDDEN,
              "the source '"
                  + source.name()
                  + "' is switched off; activate it, or use another source's key"));
      return;
    }
    if (!route.takes(source.profile().type())) {
      refuse(
          request,
          route,
          Refusal.WRONG_SOURCE_TYPE,
          Fault.of(
              Fault.Kind.FORBIDDEN,
              "the source '"
                  + source.name()
                  + "' is of type "
                  + source.profile().type()
                  + " and may not post to this path; use the path of its type"));
      return;
    }
    Snapshot.TenantRoutes tenantRoutes = snapshot.routesOf(source.tenant());
    if (tenantRoutes == null) {
      refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable("the rules of this tenant have not been read yet; post again", 1));
      return;
    }
    if (request.method() == HttpMethod.GET) {
      if (route.query() == null) {
        notPosted(request, route, HttpMethod.GET, false);
        return;
      }
      letInQuery(request, route, source, tenantRoutes);
      return;
    }
    MediaType type = MediaType.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (!route.reads(type) && !route.readsHeaders(request.headers())) {
      refuse(
          request,
          route,
          Refusal.MEDIA_TYPE,
          Fault.at(
              Fault.Kind.UNSUPPORTED_MEDIA_TYPE,
              "Content-Type",
              "send the body as application/json"));
      return;
    }
    ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    if (coding == null) {
      refuse(
          request,
          route,
          Refusal.CODING,
          Fault.at(
              Fault.Kind.UNSUPPORTED_MEDIA_TYPE,
              "Content-Encoding",
              "send the body uncompressed, or with gzip or deflate"));
      return;
    }
    long announced = arrived == null ? announcedLength(request) : arrived.length;
    int most = longestBody(route);
    if (announced > most) {
      refuse(request, route, Refusal.TOO_LARGE, tooLarge(most));
      return;
    }
    Admission.Share share = admission.open(source.tenant());
    if (!share.grow(Math.max(announced, 1))) {
      share.release();
      meters.refused(Refusal.SHED_HARD, source.tenant());
      PostAnswers.unread(request, route, noRoom());
      return;
    }
    IncomingPost post =
        new IncomingPost(this, request, route, source, tenantRoutes, coding, share, announced);
    if (arrived != null) {
      post.receive(arrived);
      return;
    }
    arriving.add(post);
    post.receive();
  }

  /** A GET posts its query, whatever its body. */
  private void letInQuery(
      HttpServerRequest request,
      SenderRoute route,
      SourceEntry source,
      Snapshot.TenantRoutes tenantRoutes) {
    if (source.signingSecret() != null) {
      refuse(
          request,
          route,
          Refusal.BAD_SIGNATURE,
          Fault.of(
              Fault.Kind.UNAUTHENTICATED,
              "this source signs its posts, and the query of a GET is not signed: use POST"));
      return;
    }
    String query = request.query() == null ? "" : request.query();
    Admission.Share share = admission.open(source.tenant());
    if (!share.grow(Math.max(query.length(), 1))) {
      share.release();
      meters.refused(Refusal.SHED_HARD, source.tenant());
      PostAnswers.unread(request, route, noRoom());
      return;
    }
    request.handler(chunk -> {});
    request.resume();
    new IncomingPost(
            this,
            request,
            route,
            source,
            tenantRoutes,
            ContentCoding.IDENTITY,
            share,
            query.length())
        .takeQuery(query);
  }

  /** How many bytes of a body are read at this route. */
  int longestBody(SenderRoute route) {
    BodyKey inBody = route.bodyKey();
    return inBody == null
        ? config.maxBodyBytes()
        : Math.min(inBody.longestBody(), config.maxBodyBytes());
  }

  private @Nullable SourceEntry authenticate(
      HttpServerRequest request, @Nullable String keyInPath, Snapshot snapshot) {
    String key = SourceKeys.find(request.headers(), request.query(), keyInPath);
    Instant now = clock.instant();
    SourceEntry source = key == null ? null : auth.sourceOf(key, snapshot, now);
    return source == null && !snapshot.keyHeaders().isEmpty()
        ? byOwnHeader(request.headers(), snapshot, now)
        : source;
  }

  /** A key in a source's own header opens only the source that names this header. */
  private @Nullable SourceEntry byOwnHeader(MultiMap headers, Snapshot snapshot, Instant now) {
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (snapshot.keyHeaders().contains(name)) {
        SourceEntry source = auth.sourceOf(header.getValue(), snapshot, now);
        if (source != null && name.equals(source.access().keyHeader())) {
          return source;
        }
      }
    }
    return null;
  }

  /** The source of a reading request, null when its key opens nothing. */
  public @Nullable SourceEntry authenticate(HttpServerRequest request, @Nullable String keyInPath) {
    return authenticate(request, keyInPath, snapshots.current());
  }

  void arrived(IncomingPost post) {
    arriving.remove(post);
  }

  static Fault tooLarge(int limit) {
    return Fault.of(
        Fault.Kind.TOO_LARGE,
        "the body is larger than " + limit + " bytes; post fewer alerts at once");
  }

  static Fault noRoom() {
    return Fault.unavailable("too many bytes are in flight; post again", 1);
  }

  void refuse(HttpServerRequest request, SenderRoute route, Refusal reason, Fault fault) {
    meters.refused(reason);
    PostAnswers.unread(request, route, fault);
  }

  static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return -1;
    }
    try {
      return Long.parseLong(length.strip());
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  private void tick() {
    long now = System.nanoTime();
    routing.wasLate(now - lastTick - TICK_MILLIS * 1_000_000L);
    lastTick = now;
    if (++ticks % TICKS_A_SECOND == 0) {
      giveUpOnSlowBodies();
    }
  }

  private void giveUpOnSlowBodies() {
    List<IncomingPost> slow = arriving.since(System.nanoTime() - config.bodyTimeout().toNanos());
    slow.forEach(IncomingPost::giveUp);
    if (!slow.isEmpty()) {
      log.atWarn()
          .addKeyValue("posts", slow.size())
          .log("Bodies did not arrive in time; their connections are closed");
    }
  }
}
