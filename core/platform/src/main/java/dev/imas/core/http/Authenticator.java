package dev.imas.core.http;

import io.vertx.core.Future;

/** Finds the principal that a token belongs to. */
public interface Authenticator {

  /** Fails with an UNAUTHENTICATED fault when the token is unknown, revoked or expired. */
  Future<Principal> authenticate(String token);

  /** Whether this process has the token cached as valid. */
  default boolean remembers(String token) {
    return false;
  }
}
