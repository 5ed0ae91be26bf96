package dev.imas.core.http;

import dev.imas.core.access.Permission;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.RequestIds;
import dev.imas.core.platform.TrustedProxies;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON API's routes. Each is mounted with and without a trailing slash, behind authentication,
 * and its body is read only after that. The event loop does all of this and writes the responses.
 * The handler runs in between on a virtual thread: it reads the call, awaits what it needs, and
 * returns the answer.
 */
public final class Api {

  public static final String BASE = "/api/v1";

  private static final Pattern FORM = Pattern.compile("\\s*multipart/", Pattern.CASE_INSENSITIVE);

  /**
   * A route as the OpenAPI document must have it.
   *
   * @param path below {@link #BASE}, with {@code {parameters}}
   * @param permission without it, a request is refused
   */
  public record Mounted(
      HttpMethod method, String path, Permission permission, @Nullable Deprecation deprecation) {}

  private final Router router;
  private final RequestAdmission admission;
  private final BodyHandler bodies;
  private final Executor threads;
  private final Audit audit;
  private final LiveAdmission live;
  private final Repeats repeats;
  private final DeprecatedUses uses;
  private final List<Mounted> mounted;
  private final @Nullable Deprecation deprecation;

  /** Mounts routes that will be removed, all on the same day. */
  public Api deprecated(Deprecation when) {
    return new Api(this, when);
  }

  /** Reads the handshakes of a WebSocket. */
  @FunctionalInterface
  public interface SocketHandler {

    /** Reads the call, on its event loop. A fault refuses the handshake. */
    Opening opening(LiveCall call);
  }

  /** What becomes of a handshake. */
  public interface Opening {

    void opened(ServerWebSocket socket);

    /** The connection broke, or its handshake was not one. */
    void failed();
  }

  /**
   * @param threads runs handlers on threads where they may await
   * @param audit records what calls change
   */
  public Api(
      Router router,
      Authenticator authenticator,
      CallerLimits limits,
      long bodyLimit,
      Executor threads,
      Audit audit) {
    this(
        router,
        authenticator,
        limits,
        bodyLimit,
        threads,
        audit,
        Repeats.NONE,
        DeprecatedUses.UNCOUNTED);
  }

  /**
   * @param threads runs handlers on threads where they may await
   * @param audit records what calls change
   * @param repeats answers requests that come again
   * @param uses counts who calls what will be removed
   */
  public Api(
      Router router,
      Authenticator authenticator,
      CallerLimits limits,
      long bodyLimit,
      Executor threads,
      Audit audit,
      Repeats repeats,
      DeprecatedUses uses) {
    this.repeats = repeats;
    this.uses = uses;
    this.router = router;
    this.threads = threads;
    this.audit = audit;
    this.admission = new RequestAdmission(authenticator, limits);
    this.bodies = BodyHandler.create(false).setBodyLimit(bodyLimit);
    this.live = new LiveAdmission(authenticator, limits);
    this.mounted = new ArrayList<>();
    this.deprecation = null;
  }

  private Api(Api all, Deprecation deprecation) {
    this.router = all.router;
    this.admission = all.admission;
    this.bodies = all.bodies;
    this.threads = all.threads;
    this.audit = all.audit;
    this.live = all.live;
    this.repeats = all.repeats;
    this.uses = all.uses;
    this.mounted = all.mounted;
    this.deprecation = deprecation;
  }

  public void get(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.GET, path, permission, handler);
  }

  /** A request that comes again with its Idempotency-Key is answered as it was before. */
  public void post(String path, Permission permission, Function<Call, Answer> handler) {
    postOnce(path, permission, permission.isForAnybody() ? handler : call -> once(call, handler));
  }

  /**
   * The same, for what reads the Idempotency-Key itself: it stores the key beside what it makes,
   * and answers a repeat with what that has become.
   */
  public void postOnce(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.POST, path, permission, handler);
  }

  /**
   * The same, for what has an answer while the database is away. A token then counts for ten more
   * minutes, with the rights that it had.
   */
  public void postInOutage(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.POST, path, permission, call -> once(call, handler), true);
  }

  private Answer once(Call call, Function<Call, Answer> handler) {
    String key = IdempotencyKey.of(call);
    if (key == null) {
      return handler.apply(call);
    }
    Answer answer = repeats.once(call, key, handler);
    if (answer.headers().containsKey(IdempotencyKey.REPLAYED)) {
      call.wasAnsweredBefore();
    }
    return answer;
  }

  public void put(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.PUT, path, permission, handler);
  }

  public void patch(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.PATCH, path, permission, handler);
  }

  public void delete(String path, Permission permission, Function<Call, Answer> handler) {
    route(HttpMethod.DELETE, path, permission, handler);
  }

  /**
   * A route whose answer lasts for as long as the client listens.
   *
   * @param permission of the whole tenant
   * @param handler answers by itself, on the event loop
   */
  public void stream(String path, Permission permission, Consumer<LiveCall> handler) {
    lasting(path, permission).handler(context -> live.stream(context, permission, handler));
  }

  /**
   * A WebSocket.
   *
   * @param permission of the whole tenant
   * @param origins the pages that may open it
   */
  public void socket(String path, Permission permission, Origins origins, SocketHandler handler) {
    lasting(path, permission)
        .handler(context -> live.socket(context, permission, origins, handler));
  }

  private Route lasting(String path, Permission permission) {
    mounted.add(new Mounted(HttpMethod.GET, path, permission, null));
    return router
        .route(HttpMethod.GET, BASE + path)
        .putMetadata("path", BASE + path)
        .putMetadata(EveryAnswer.LASTING, true);
  }

  /**
   * A read-only route of the port that is outside the API but needs a token.
   *
   * @param permission of the whole tenant
   */
  public void plain(String path, Permission permission, Handler<RoutingContext> handler) {
    HttpRoutes.get(router, path, context -> authenticate(context, permission, false));
    HttpRoutes.get(router, path, handler);
  }

  /** The routes, in the order in which they were mounted. */
  public List<Mounted> mounted() {
    return List.copyOf(mounted);
  }

  private void route(
      HttpMethod method, String path, Permission permission, Function<Call, Answer> handler) {
    route(method, path, permission, handler, false);
  }

  private void route(
      HttpMethod method,
      String path,
      Permission permission,
      Function<Call, Answer> handler,
      boolean inOutage) {
    mounted.add(new Mounted(method, path, permission, deprecation));
    String pattern = BASE + path.replaceAll("\\{(\\w+)}", ":$1");
    // A request is compared with one route after the other, on each of the event loops, so an
    // operation has only one. It takes a trailing slash as well.
    Route route = router.route(method, pattern).putMetadata("path", BASE + path);
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    route.handler(context -> authenticate(context, permission, inOutage));
    Deprecation removed = deprecation;
    if (removed != null) {
      route.handler(context -> warn(context, removed, method + " " + path));
    }
    if (!method.equals(HttpMethod.GET)) {
      route.handler(Api::refuseForms);
      // As a BodyHandler, it would have to be the first.
      route.handler(bodies::handle);
    }
    route.handler(context -> run(context, permission, handler));
  }

  /** Says when the operation is removed, and counts that this caller still needs it. */
  private void warn(RoutingContext context, Deprecation removed, String operation) {
    removed.putInto(context.response());
    Principal caller = Objects.requireNonNull(context.<Principal>get("principal"));
    if (caller != Principal.ANYBODY) {
      uses.count(caller, operation);
    }
    context.next();
  }

  /**
   * Refuses multipart forms: the body handler would parse such a form itself and keep no bytes of
   * it.
   */
  private static void refuseForms(RoutingContext context) {
    String type = context.request().getHeader("content-type");
    if (type != null && FORM.matcher(type).lookingAt()) {
      context.fail(
          Fault.of(Fault.Kind.UNSUPPORTED_MEDIA_TYPE, "send application/json, not a form"));
    } else {
      context.next();
    }
  }

  /** Admits a request without a look at its credential, unless its address sends too many. */
  private void admitAnybody(RoutingContext context) {
    try {
      admission.countUnknown(context, TrustedProxies.callerOf(context));
    } catch (Fault e) {
      context.fail(e);
      return;
    }
    context.put("principal", Principal.ANYBODY);
    context.next();
  }

  private void authenticate(RoutingContext context, Permission needed, boolean inOutage) {
    if (needed.isForAnybody()) {
      admitAnybody(context);
      return;
    }
    context.request().pause();
    (inOutage ? admission.identifyInOutage(context) : admission.identify(context))
        .onComplete(
            found -> {
              context.request().resume();
              if (found.failed()) {
                context.fail(found.cause());
              } else if (!found.result().mightHave(needed)) {
                refused(context, found.result());
                context.fail(Call.refusal(needed));
              } else {
                context.put("principal", found.result());
                context.next();
              }
            });
  }

  private void run(RoutingContext context, Permission permission, Function<Call, Answer> handler) {
    Call call =
        new Call(
            context,
            Objects.requireNonNull(context.<Principal>get("principal")),
            permission,
            audit);
    Context loop = Objects.requireNonNull(Vertx.currentContext());
    threads.execute(
        () -> {
          Handler<Void> end = answered(context, handler, call, loop);
          loop.runOnContext(end);
        });
  }

  // What was awaited may fail with any exception, checked or not, and the request must be answered.
  private Handler<Void> answered(
      RoutingContext context, Function<Call, Answer> handler, Call call, Context loop) {
    try {
      Answer answer = handler.apply(call);
      call.mustHaveAsked();
      return now -> send(context, answer, loop);
    } catch (Throwable e) {
      if (e instanceof Fault fault && fault.kind() == Fault.Kind.FORBIDDEN) {
        refused(context, call.principal());
      }
      return now -> context.fail(e);
    }
  }

  /** Somebody known asked for what they may not do. */
  private void refused(RoutingContext context, Principal caller) {
    if (caller == Principal.ANYBODY) {
      return;
    }
    Route route = context.currentRoute();
    String path = route == null ? null : route.getMetadata("path");
    String operation =
        context.request().method() + " " + (path == null ? context.normalizedPath() : path);
    audit.often(
        caller.tenant(),
        new Audit.Origin(
            caller.actor(),
            Audit.Origin.API,
            TrustedProxies.callerOf(context),
            RequestIds.of(context)),
        new Audit.Subject("request", null),
        "refuse",
        Map.of("operation", operation));
  }

  private void send(RoutingContext context, Answer answer, Context loop) {
    Object body = answer.body();
    String json;
    try {
      json =
          body == null || body instanceof Pieces || body instanceof FileBody
              ? null
              : Json.write(body);
    } catch (RuntimeException e) {
      context.fail(e);
      return;
    }
    var response = context.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (!answer.cookies().isEmpty()) {
      response.putHeader("set-cookie", answer.cookies());
    }
    String next = cursorOf(body);
    if (next != null) {
      response.putHeader("link", "<" + nextPage(context, next) + ">; rel=\"next\"");
    }
    if (body instanceof Pieces pieces) {
      PieceWriter.write(context, loop, pieces, threads);
    } else if (body instanceof FileBody file) {
      response
          .putHeader("content-type", file.contentType())
          .putHeader("content-disposition", "attachment; filename=\"" + file.name() + "\"")
          .putHeader("x-content-type-options", "nosniff")
          .end(file.bytes());
    } else if (json == null) {
      response.end();
    } else {
      response.putHeader("content-type", "application/json").end(json);
    }
  }

  /** The next cursor of a list, or of a list with sums beside it. */
  private static @Nullable String cursorOf(@Nullable Object body) {
    return switch (body) {
      case Listed page -> page.next();
      case Map<?, ?> members when members.get("next") instanceof String next -> next;
      case null, default -> null;
    };
  }

  private static String nextPage(RoutingContext context, String cursor) {
    StringBuilder link =
        new StringBuilder(context.request().path()).append("?cursor=").append(cursor);
    String query = context.request().query();
    if (query != null) {
      for (String part : query.split("&")) {
        if (!part.isEmpty() && !part.startsWith("cursor=")) {
          link.append('&').append(part);
        }
      }
    }
    return link.toString();
  }
}
