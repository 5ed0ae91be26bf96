package dev.imas.core.http;

import io.vertx.core.Future;

/** Finds out who a token is. */
public interface Authenticator {

  /** Fails with an UNAUTHENTICATED fault when the token is unknown, revoked or expired. */
  Future<Principal> authenticate(String token);

  /** Whether it was good when it was last seen, as far as this process remembers. */
  default boolean remembers(String token) {
    return false;
  }
}
