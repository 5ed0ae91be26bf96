package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds who sends a request, and counts it. The answer says what is left. */
final class RequestAdmission {

  private final Authenticator authenticator;
  private final CallerLimits limits;

  RequestAdmission(Authenticator authenticator, CallerLimits limits) {
    this.authenticator = authenticator;
    this.limits = limits;
  }

  /** Finds the caller, unless its limits refuse the request. */
  Future<Principal> identify(RoutingContext context) {
    return identify(context, authenticator::authenticate);
  }

  /** The same where the route has an answer while the database is away. */
  Future<Principal> identifyInOutage(RoutingContext context) {
    return identify(context, authenticator::authenticateInOutage);
  }

  private Future<Principal> identify(
      RoutingContext context, Function<String, Future<Principal>> ofKnownToken) {
    String address = TrustedProxies.callerOf(context);
    try {
      String token = tokenOrNull(context.request().getHeader("authorization"));
      String cookie =
          token == null
              ? SessionCookies.valueOrNull(context.request(), SessionCookies.ACCESS)
              : null;
      boolean unknown = token == null || !authenticator.remembers(token);
      if (unknown) {
        countUnknown(context, address);
      }
      return (cookie == null ? ofToken(token, ofKnownToken) : ofCookie(context.request(), cookie))
          .map(
              principal -> {
                if (unknown) {
                  limits.authenticated(address);
                }
                Runnable answered = begin(context, principal);
                if (context.response().closed()) {
                  // The end handlers have run already, so one that is added now would never run.
                  answered.run();
                  throw Fault.of(Fault.Kind.TIMED_OUT, "the client closed the connection");
                }
                context.addEndHandler(end -> answered.run());
                return principal;
              });
    } catch (Fault e) {
      return Future.failedFuture(e);
    }
  }

  /** Counts the request. Its answer says what is left, also where nothing is. */
  private Runnable begin(RoutingContext context, Principal principal) {
    try {
      return limits.begin(principal.tenant(), principal.credential());
    } finally {
      limits.left(principal.tenant(), principal.credential()).putInto(context.response());
    }
  }

  void countUnknown(RoutingContext context, String address) {
    try {
      limits.unauthenticated(address);
    } finally {
      limits.left(address).putInto(context.response());
    }
  }

  private static Future<Principal> ofToken(
      @Nullable String token, Function<String, Future<Principal>> ofKnownToken) {
    if (token == null) {
      throw Fault.of(
          Fault.Kind.UNAUTHENTICATED, "send an API token: Authorization: Bearer <token>");
    }
    return ofKnownToken.apply(token);
  }

  private Future<Principal> ofCookie(HttpServerRequest request, String cookie) {
    SessionCookies.refuseOtherSites(request);
    String csrf = request.getHeader(SessionCookies.CSRF_HEADER);
    if (csrf == null) {
      throw SessionCookies.withoutCsrf();
    }
    return authenticator.authenticateCookie(cookie, csrf);
  }

  static @Nullable String tokenOrNull(@Nullable String header) {
    if (header != null) {
      for (String scheme : new String[] {"Bearer ", "Token "}) {
        if (header.regionMatches(true, 0, scheme, 0, scheme.length())) {
          return header.substring(scheme.length()).strip();
        }
      }
    }
    return null;
  }
}
