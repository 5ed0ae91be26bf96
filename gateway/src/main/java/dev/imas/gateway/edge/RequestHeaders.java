package dev.imas.gateway.edge;

import io.vertx.core.http.HttpHeaders;

/** Names of headers that are looked up for each post, with their hash computed once. */
final class RequestHeaders {

  static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private RequestHeaders() {}
}
