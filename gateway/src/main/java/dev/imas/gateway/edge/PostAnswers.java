package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Problem;
import dev.imas.core.platform.RequestIds;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.sender.Committed;
import dev.imas.gateway.sender.SenderAnswer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Answers posts in the dialect of their senders, once each. */
final class PostAnswers {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problem.MEDIA_TYPE);

  private PostAnswers() {}

  static void committed(HttpServerRequest request, SenderRoute route, Committed post) {
    if (isOver(request)) {
      return;
    }
    putRequestId(request, requestId(request));
    write(request.response(), route.answers().committed(post));
  }

  static void refused(HttpServerRequest request, SenderRoute route, Fault fault) {
    if (isOver(request)) {
      return;
    }
    String requestId = requestId(request);
    putRequestId(request, requestId);
    if (fault.retryAfterSeconds() > 0) {
      request.response().putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
    }
    write(request.response(), route.answers().refused(fault, requestId));
  }

  /** Refuses without reading the body; its bytes are discarded. */
  static void unread(HttpServerRequest request, SenderRoute route, Fault fault) {
    if (!request.isEnded()) {
      request.handler(chunk -> {});
      request.resume();
    }
    refused(request, route, fault);
  }

  private static boolean isOver(HttpServerRequest request) {
    return request.response().ended() || request.response().closed();
  }

  /** The sender's request id where it is harmless, else a new one; null where it sent none. */
  private static @Nullable String requestId(HttpServerRequest request) {
    String given = request.getHeader(RequestHeaders.REQUEST_ID);
    return given == null ? null : RequestIds.harmless(given);
  }

  private static void putRequestId(HttpServerRequest request, @Nullable String requestId) {
    if (requestId != null) {
      request.response().putHeader(RequestHeaders.REQUEST_ID, requestId);
    }
  }

  private static void write(HttpServerResponse response, SenderAnswer answer) {
    response.setStatusCode(answer.status());
    switch (answer.media()) {
      case NONE -> response.end();
      case JSON -> response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(answer.body());
      case PROBLEM -> response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM).end(answer.body());
    }
  }
}
