package dev.imas.core.http;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Authenticator.Standing;
import dev.imas.core.platform.ClientChannel;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.core.platform.WebSockets;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests that are answered for as long as the client listens: streams and WebSockets. A
 * request counts towards the caller's rate when it comes, and not as one in progress afterwards.
 */
final class LiveAdmission {

  /** Closes a WebSocket whose caller is not, or no longer, known (UI-09). */
  static final short NOT_AUTHENTICATED = 4001;

  /** Closes a WebSocket whose caller may not, or no longer, have what it shows. */
  static final short NOT_ALLOWED = 4003;

  private final Authenticator authenticator;
  private final CallerLimits limits;

  LiveAdmission(Authenticator authenticator, CallerLimits limits) {
    this.authenticator = authenticator;
    this.limits = limits;
  }

  void stream(RoutingContext context, Permission needed, Consumer<LiveCall> handler) {
    HttpServerRequest request = context.request();
    request.pause();
    identify(context, false)
        .onComplete(
            found -> {
              request.resume();
              if (found.failed()) {
                context.fail(found.cause());
              } else if (!found.result().principal().mightHave(needed)) {
                context.fail(Call.refusal(needed));
              } else {
                answer(context, () -> handler.accept(new LiveCall(context, found.result())));
              }
            });
  }

  /**
   * @param handler reads the call and returns what is done with the socket. A fault before that is
   *     the answer to the handshake
   */
  void socket(
      RoutingContext context, Permission needed, Origins origins, Api.SocketHandler handler) {
    HttpServerRequest request = context.request();
    request.pause();
    boolean isSocket = "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    if (isSocket && !origins.allow(request)) {
      request.resume();
      context.fail(
          Fault.of(
              Fault.Kind.FORBIDDEN,
              "a page of "
                  + request.getHeader("origin")
                  + " may not open WebSockets here; add its origin to core.cors-origins, or set"
                  + " public.url to where IMAS is reached"));
      return;
    }
    identify(context, isSocket)
        .onComplete(
            found -> {
              if (found.failed()) {
                refuse(context, isSocket, found.cause());
              } else if (!found.result().principal().mightHave(needed)) {
                refuse(context, isSocket, Call.refusal(needed));
              } else if (!isSocket) {
                refuse(
                    context,
                    false,
                    Fault.of(
                        Fault.Kind.UPGRADE_REQUIRED,
                        "this is a WebSocket; open it with a WebSocket client, or ask "
                            + Api.BASE
                            + "/stream"));
              } else {
                open(context, new LiveCall(context, found.result()), handler);
              }
            });
  }

  private static void open(RoutingContext context, LiveCall call, Api.SocketHandler handler) {
    answer(
        context,
        () -> {
          Api.Opening opening = handler.opening(call);
          WebSockets.upgrade(context.request())
              .onComplete(
                  opened -> {
                    if (opened.succeeded()) {
                      opening.opened(opened.result());
                    } else {
                      opening.failed();
                      context.fail(
                          Fault.badRequest(
                              "this is no handshake of a WebSocket that can be understood"));
                    }
                  });
        });
  }

  private static void answer(RoutingContext context, Runnable handler) {
    try {
      handler.run();
    } catch (RuntimeException e) {
      context.request().resume();
      context.fail(e);
    }
  }

  /**
   * A page cannot see why a handshake fails. So a page, or whoever came with a credential, gets a
   * socket that is closed with a code, and is cut if its client does not close it, too. Anybody
   * else gets no socket.
   */
  private static void refuse(RoutingContext context, boolean isSocket, Throwable cause) {
    HttpServerRequest request = context.request();
    short code = codeOf(cause);
    boolean isSeen =
        Origins.isNamed(request)
            || request.getHeader("authorization") != null
            || SessionCookies.valueOrNull(request, SessionCookies.ACCESS) != null;
    if (!isSocket || !isSeen || code == 0) {
      request.resume();
      context.fail(cause);
      return;
    }
    WebSockets.upgrade(request)
        .onSuccess(
            socket -> {
              ClientChannel.of(request.connection()).cutSoon();
              socket.close(code, reason(cause)).onFailure(gone -> {});
            })
        .onFailure(context::fail);
  }

  /** The code that closes a socket because of it; 0 if the handshake is to fail. */
  private static short codeOf(Throwable cause) {
    if (!(cause instanceof Fault fault)) {
      return 0;
    }
    return switch (fault.kind()) {
      case UNAUTHENTICATED -> NOT_AUTHENTICATED;
      case FORBIDDEN -> NOT_ALLOWED;
      default -> 0;
    };
  }

  /** A close frame holds 123 bytes of text. */
  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.length() <= 100 ? message : message.substring(0, 100);
  }

  private Future<Standing> identify(RoutingContext context, boolean isSocket) {
    HttpServerRequest request = context.request();
    String address = TrustedProxies.callerOf(context);
    try {
      String token = RequestAdmission.tokenOrNull(request.getHeader("authorization"));
      String cookie =
          token == null ? SessionCookies.valueOrNull(request, SessionCookies.ACCESS) : null;
      boolean unknown = token == null || !authenticator.remembers(token);
      if (unknown) {
        limits.unauthenticated(address);
      }
      return stand(request, token, cookie, isSocket)
          .map(
              standing -> {
                if (unknown) {
                  limits.authenticated(address);
                }
                Principal principal = standing.principal();
                limits.begin(principal.tenant(), principal.credential()).run();
                return standing;
              });
    } catch (Fault e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Standing> stand(
      HttpServerRequest request,
      @Nullable String token,
      @Nullable String cookie,
      boolean isSocket) {
    if (cookie == null) {
      return token == null
          ? Future.failedFuture(
              Fault.of(
                  Fault.Kind.UNAUTHENTICATED, "send an API token: Authorization: Bearer <token>"))
          : authenticator.stand(token);
    }
    SessionCookies.refuseOtherSites(request);
    if (!isSocket) {
      String csrf = request.getHeader(SessionCookies.CSRF_HEADER);
      if (csrf == null) {
        throw SessionCookies.withoutCsrf();
      }
      return authenticator
          .authenticateCookie(cookie, csrf)
          .compose(checked -> authenticator.standCookie(cookie));
    }
    if (!Origins.isNamed(request)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "a WebSocket with the cookie of a session is for browsers, which name their page's"
              + " Origin; send a token instead: Authorization: Bearer <token>");
    }
    return authenticator.standCookie(cookie);
  }
}
