package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Finds the principal that a token belongs to. */
public interface Authenticator {

  /**
   * A caller that stays connected.
   *
   * @param principal what it was when it came
   * @param again finds what it is now. Fails with an UNAUTHENTICATED fault when the credential does
   *     not count any more
   */
  record Standing(Principal principal, Supplier<Future<Principal>> again) {}

  /** Fails with an UNAUTHENTICATED fault when the token is unknown, revoked or expired. */
  Future<Principal> authenticate(String token);

  /**
   * The same for what has an answer while the database is away: then a token counts that counted
   * within the last ten minutes, with the rights that it had.
   */
  default Future<Principal> authenticateInOutage(String token) {
    return authenticate(token);
  }

  /**
   * Finds the user of a session in a browser.
   *
   * @param cookie the session's access token, which is none for {@link #authenticate}
   * @param csrf what the page sent to show that it is the session's own
   * @return fails with an UNAUTHENTICATED fault when the session is over, and with FORBIDDEN when
   *     the CSRF token is not of this session
   */
  default Future<Principal> authenticateCookie(String cookie, String csrf) {
    return Future.failedFuture(
        Fault.of(Fault.Kind.UNAUTHENTICATED, "there are no sessions in cookies here"));
  }

  /**
   * Finds the principal of a token, for longer than a request. A session counts until it ends,
   * though its access token expires before.
   */
  default Future<Standing> stand(String token) {
    return authenticate(token).map(principal -> new Standing(principal, () -> authenticate(token)));
  }

  /**
   * The same of a session in a browser, without its CSRF token, which a WebSocket cannot send.
   *
   * @param cookie the session's access token. The caller has seen that the page is our own
   */
  default Future<Standing> standCookie(String cookie) {
    return Future.failedFuture(
        Fault.of(Fault.Kind.UNAUTHENTICATED, "there are no sessions in cookies here"));
  }

  /** Whether this process has the token cached as valid. */
  default boolean remembers(String token) {
    return false;
  }
}
