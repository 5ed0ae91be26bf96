package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.vertx.core.Future;

/** Finds the principal that a token belongs to. */
public interface Authenticator {

  /** Fails with an UNAUTHENTICATED fault when the token is unknown, revoked or expired. */
  Future<Principal> authenticate(String token);

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

  /** Whether this process has the token cached as valid. */
  default boolean remembers(String token) {
    return false;
  }
}
