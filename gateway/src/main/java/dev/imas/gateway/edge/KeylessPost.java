package dev.imas.gateway.edge;

import dev.imas.core.model.Network;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A post that carries its key in its body, until that was read and the source is known. It holds
 * room of {@link KeylessRoom}; from then on its tenant's share counts it. Bound to its request's
 * event loop.
 */
final class KeylessPost {

  private final SenderEdge edge;
  private final HttpServerRequest request;
  private final SenderRoute route;
  private final BodyKey where;
  private final @Nullable String address;
  private final Buffer body = Buffer.buffer();
  private final int most;
  private long held;
  private long timer = -1;
  private boolean over;

  private KeylessPost(
      SenderEdge edge, HttpServerRequest request, SenderRoute route, BodyKey where) {
    this.edge = edge;
    this.request = request;
    this.route = route;
    this.where = where;
    String caller = edge.config.proxies().callerOf(request);
    // Those of a proxy that does not say who called it are those of many.
    this.address =
        caller == null || edge.config.proxies().isOne(caller) ? null : Network.of(caller);
    this.most = edge.longestBody(route);
  }

  static void receive(
      SenderEdge edge, HttpServerRequest request, SenderRoute route, BodyKey where) {
    new KeylessPost(edge, request, route, where).receive();
  }

  private void receive() {
    if (SenderEdge.announcedLength(request) > most) {
      refuse(Refusal.TOO_LARGE, SenderEdge.tooLarge(most));
      return;
    }
    timer = edge.vertx.setTimer(edge.config.bodyTimeout().toMillis(), id -> giveUp());
    request.exceptionHandler(gone -> end());
    request.endHandler(end -> complete());
    request.handler(this::take);
  }

  private void giveUp() {
    if (!over) {
      refuse(
          Refusal.TOO_SLOW,
          Fault.of(
              Fault.Kind.TIMED_OUT,
              "the body did not arrive within " + edge.config.bodyTimeout().toSeconds() + " s"));
      request.connection().close();
    }
  }

  private void take(Buffer chunk) {
    if (over) {
      return;
    }
    if (body.length() + chunk.length() > most) {
      refuse(Refusal.TOO_LARGE, SenderEdge.tooLarge(most));
      return;
    }
    if (!edge.keyless.take(address, chunk.length())) {
      refuse(Refusal.SHED_HARD, SenderEdge.noRoom());
      return;
    }
    held += chunk.length();
    body.appendBuffer(chunk);
  }

  private void complete() {
    if (over) {
      return;
    }
    edge.vertx.cancelTimer(timer);
    byte[] raw = body.getBytes();
    ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    if (coding == ContentCoding.IDENTITY && raw.length <= edge.config.inlineBytes()) {
      proceed(raw, where.find(raw));
      return;
    }
    edge.decoders
        .executeBlocking(() -> coding == null ? null : keyIn(coding.inflate(raw, most)), false)
        .onSuccess(key -> proceed(raw, key))
        .onFailure(
            cause -> {
              if (cause instanceof ContentCoding.TooLarge) {
                refuse(Refusal.TOO_LARGE, SenderEdge.tooLarge(most));
              } else if (cause instanceof IOException) {
                refuse(
                    Refusal.CODING,
                    Fault.of(Fault.Kind.BAD_REQUEST, "the body is not of its Content-Encoding"));
              } else {
                refuse(Refusal.NOT_STORED, Fault.unavailable("an internal error; post again", 5));
              }
            });
  }

  private @Nullable String keyIn(byte[] inflated) {
    return where.find(inflated);
  }

  private void proceed(byte[] raw, @Nullable String key) {
    if (over) {
      return;
    }
    SourceEntry source = key == null ? null : edge.sourceOf(key);
    if (source == null) {
      refuse(
          Refusal.UNAUTHENTICATED,
          Fault.of(
              Fault.Kind.UNAUTHENTICATED,
              key == null
                  ? "'" + where.member() + "' is missing or blank"
                  : "'" + where.member() + "' is not the key of a source"));
      return;
    }
    end();
    edge.admit(request, route, source, raw);
  }

  private void refuse(Refusal reason, Fault fault) {
    end();
    edge.refuse(request, route, reason, fault);
  }

  private void end() {
    if (!over) {
      over = true;
      edge.vertx.cancelTimer(timer);
      edge.keyless.release(address, held);
      held = 0;
    }
  }
}
