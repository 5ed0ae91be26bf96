package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Outage;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.pipeline.Admission;
import dev.imas.gateway.pipeline.CommittedPost;
import dev.imas.gateway.pipeline.ContentCoding;
import dev.imas.gateway.pipeline.IngestMeters;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.pipeline.MediaType;
import dev.imas.gateway.pipeline.Post;
import dev.imas.gateway.pipeline.PostLimits;
import dev.imas.gateway.pipeline.PostOutcome;
import dev.imas.gateway.pipeline.PostPipeline;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.Sent;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The posts of known sources at one event loop. It lets each in or refuses it before its body is
 * read, and watches that bodies arrive in time.
 */
public final class HttpPosts {

  private static final Logger log = LoggerFactory.getLogger(HttpPosts.class);

  private final Vertx vertx;
  private final EdgeConfig config;
  private final SnapshotKeeper snapshots;
  private final Admission admission;
  private final PostPipeline pipeline;
  private final IngestMeters meters;
  private final IncidentLookup incidents;
  private final Arriving arriving = new Arriving();

  /**
   * @param pipeline of this event loop
   */
  public HttpPosts(
      Vertx vertx,
      EdgeConfig config,
      SnapshotKeeper snapshots,
      Admission admission,
      PostPipeline pipeline,
      IngestMeters meters,
      IncidentLookup incidents) {
    this.vertx = vertx;
    this.config = config;
    this.snapshots = snapshots;
    this.admission = admission;
    this.pipeline = pipeline;
    this.meters = meters;
    this.incidents = incidents;
  }

  /** Whether the keys were read lately enough to open anything. */
  boolean knowsKeys() {
    return pipeline.knowsKeys(snapshots);
  }

  /**
   * Lets a post of a known source in, or refuses it.
   *
   * @param asked the route of its path
   * @param arrived its body, where that had to be read before; null while it is on its way
   */
  void admit(
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
    Snapshot.TenantRoutes routes = snapshot.routesOf(source.tenant());
    if (routes == null) {
      refuse(
          request,
          route,
          Refusal.NOT_READY,
          Fault.unavailable("the rules of this tenant have not been read yet; post again", 1));
      return;
    }
    boolean isTest = TestHeader.isTest(source, request.headers());
    if (isTest && !source.profile().options().test().takesTests()) {
      refuse(request, route, Refusal.NO_TESTS, TestHeader.refusal(source));
      return;
    }
    if (request.method() == HttpMethod.GET) {
      admitQuery(request, route, source, routes, isTest);
      return;
    }
    admitBody(request, route, source, routes, arrived, isTest);
  }

  private void admitBody(
      HttpServerRequest request,
      SenderRoute route,
      SourceEntry source,
      Snapshot.TenantRoutes routes,
      byte @Nullable [] arrived,
      boolean isTest) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (!route.reads(MediaType.of(contentType)) && !route.readsHeaders(request.headers())) {
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
      refuse(request, route, Refusal.TOO_LARGE, PostLimits.tooLarge(most));
      return;
    }
    Admission.Share share = roomFor(request, route, source, announced);
    if (share == null) {
      return;
    }
    Sent sent =
        new Sent.Request(
            coding,
            contentType,
            pathOf(request),
            request.query(),
            request.headers(),
            false,
            isTest);
    IncomingPost post =
        new IncomingPost(
            this,
            request,
            new Post(source, route, routes, sent, System.nanoTime()),
            share,
            announced);
    if (arrived != null) {
      post.receive(arrived);
      return;
    }
    arriving.add(post);
    post.receive();
  }

  /** A GET posts its query, whatever its body. */
  private void admitQuery(
      HttpServerRequest request,
      SenderRoute route,
      SourceEntry source,
      Snapshot.TenantRoutes routes,
      boolean isTest) {
    if (route.query() == null) {
      refuseMethod(request, route, false);
      return;
    }
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
    Admission.Share share = roomFor(request, route, source, query.length());
    if (share == null) {
      return;
    }
    request.handler(chunk -> {});
    request.resume();
    Sent sent =
        new Sent.Request(
            ContentCoding.IDENTITY,
            request.getHeader(HttpHeaders.CONTENT_TYPE),
            pathOf(request),
            query,
            request.headers(),
            true,
            isTest);
    new IncomingPost(
            this,
            request,
            new Post(source, route, routes, sent, System.nanoTime()),
            share,
            query.length())
        .takeQuery(query);
  }

  private static String pathOf(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.path(), "");
  }

  /** Room for a body; null where there is none and the request was refused. */
  private Admission.@Nullable Share roomFor(
      HttpServerRequest request, SenderRoute route, SourceEntry source, long bytes) {
    Admission.Share share = admission.open(source.tenant());
    if (share.grow(Math.max(bytes, 1))) {
      return share;
    }
    share.release();
    meters.refused(Refusal.SHED_HARD, source.tenant());
    PostAnswers.unread(request, route, Admission.noRoom());
    return null;
  }

  /** How many bytes of a body are read at this route. */
  int longestBody(SenderRoute route) {
    int most = config.posts().bodyBytes();
    BodyKey inBody = route.bodyKey();
    return inBody == null ? most : Math.min(inBody.longestBody(), most);
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

  /** Says by which methods alerts are posted here. */
  void refuseMethod(HttpServerRequest request, SenderRoute route, boolean takesQueries) {
    request
        .response()
        .putHeader("allow", takesQueries ? "GET, OPTIONS, POST, PUT" : "OPTIONS, POST, PUT");
    if (request.method() == HttpMethod.OPTIONS) {
      request.response().setStatusCode(204).end();
      return;
    }
    refuse(
        request,
        route,
        Refusal.METHOD,
        Fault.of(Fault.Kind.METHOD_NOT_ALLOWED, "alerts are posted here: use POST"));
  }

  /** Refuses a request before its body is read. */
  void refuse(HttpServerRequest request, SenderRoute route, Refusal reason, Fault fault) {
    meters.refused(reason);
    PostAnswers.unread(request, route, fault);
  }

  /** Takes a body that has arrived through the stages. */
  void take(Post post, byte[] raw, Admission.Share share, Handler<PostOutcome> door) {
    pipeline.take(post, raw, share, door);
  }

  /** Says what became of each alert; without it where that cannot be said. */
  void describe(CommittedPost post, Handler<CommittedPost> door) {
    incidents
        .describe(post.submission(), post.broken())
        .onSuccess(results -> door.handle(post.with(results)))
        .onFailure(
            cause -> {
              (Outage.isOne(cause) ? log.atDebug() : log.atWarn())
                  .setCause(cause)
                  .log("The results of a committed post cannot be described");
              door.handle(post);
            });
  }

  Vertx vertx() {
    return vertx;
  }

  EdgeConfig config() {
    return config;
  }

  IngestMeters meters() {
    return meters;
  }

  /** The body of this post is here, or never will be. */
  void arrived(IncomingPost post) {
    arriving.remove(post);
  }

  /** To be called about once a second. */
  void giveUpOnSlowBodies() {
    List<IncomingPost> slow = arriving.since(System.nanoTime() - config.bodyTimeout().toNanos());
    slow.forEach(IncomingPost::giveUp);
    if (!slow.isEmpty()) {
      log.atWarn()
          .addKeyValue("posts", slow.size())
          .log("Bodies did not arrive in time; their connections are closed");
    }
  }
}
