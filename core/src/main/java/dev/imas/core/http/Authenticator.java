package dev.imas.core.http;

import io.vertx.core.Future;

/** Finds out who a token is. */
public interface Authenticator {

  /** Fails with an UNAUTHENTICATED fault when the token is unknown, revoked or expired. */
  Future<Principal> authenticate(String token);
}
