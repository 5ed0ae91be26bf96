package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of sessions in browsers. Scripts cannot read them, other sites cannot have them sent,
 * and the prefix {@code __Host-} keeps other hosts of the domain from setting them. Alone they are
 * worth nothing: each request also needs the session's CSRF token in a header.
 */
public final class SessionCookies {

  public static final String ACCESS = "__Host-imas_access";
  public static final String REFRESH = "__Host-imas_refresh";

  /** The one that scripts read, to send its value as {@link #CSRF_HEADER}. */
  public static final String CSRF = "__Host-imas_csrf";

  /** After log-out, so that the device stays known. */
  public static final String DEVICE = "__Host-imas_device";

  public static final String CSRF_HEADER = "x-csrf-token";

  private SessionCookies() {}

  /** A Set-Cookie header. */
  public static String of(String name, String value, Duration lasts) {
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + lasts.toSeconds()
        + "; Secure; SameSite=Strict"
        + (name.equals(CSRF) ? "" : "; HttpOnly");
  }

  /** A Set-Cookie header that removes it. */
  public static String none(String name) {
    return of(name, "", Duration.ZERO);
  }

  static @Nullable String valueOrNull(HttpServerRequest request, String name) {
    Cookie cookie = request.getCookie(name);
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /**
   * @throws Fault FORBIDDEN if the browser says that another site makes the request
   */
  static void refuseOtherSites(HttpServerRequest request) {
    if (Origins.isOfOtherSite(request)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "a session in cookies is for IMAS's own pages alone; from another site, send a token:"
              + " Authorization: Bearer <token>");
    }
  }

  /** The fault of a request with a session's cookie and without its CSRF token. */
  public static Fault withoutCsrf() {
    return Fault.of(
        Fault.Kind.FORBIDDEN,
        "a request with the cookie of a session also needs the header X-CSRF-Token, with the value"
            + " of the cookie "
            + CSRF);
  }

  /**
   * Whether a browser keeps the cookies of this connection. Over plain HTTP it drops them without a
   * word, except from this machine.
   */
  static boolean areKept(HttpServerRequest request) {
    if (request.isSSL() || "https".equalsIgnoreCase(request.getHeader("x-forwarded-proto"))) {
      return true;
    }
    HostAndPort asked = request.authority();
    String host = asked == null ? "" : asked.host();
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("[::1]")
        || host.equals("::1");
  }
}
