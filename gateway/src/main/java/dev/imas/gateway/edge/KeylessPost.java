package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.pipeline.Admission;
import dev.imas.gateway.pipeline.ContentCoding;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.pipeline.PostLimits;
import dev.imas.gateway.pipeline.SenderRoute;
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

  private final KeylessPosts keyless;
  private final HttpPosts posts;
  private final HttpServerRequest request;
  private final SenderRoute route;
  private final BodyKey where;
  private final @Nullable String address;
  private final Buffer body = Buffer.buffer();
  private final int most;
  private long held;
  private long timer = -1;
  private boolean over;

  KeylessPost(
      KeylessPosts keyless,
      HttpPosts posts,
      HttpServerRequest request,
      SenderRoute route,
      BodyKey where) {
    this.keyless = keyless;
    this.posts = posts;
    this.request = request;
    this.route = route;
    this.where = where;
    this.address = keyless.addressOf(request);
    this.most = posts.longestBody(route);
  }

  void receive() {
    if (HttpPosts.announcedLength(request) > most) {
      refuse(Refusal.TOO_LARGE, PostLimits.tooLarge(most));
      return;
    }
    timer = posts.vertx().setTimer(posts.config().bodyTimeout().toMillis(), id -> giveUp());
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
              "the body did not arrive within " + posts.config().bodyTimeout().toSeconds() + " s"));
      request.connection().close();
    }
  }

  private void take(Buffer chunk) {
    if (over) {
      return;
    }
    if (body.length() + chunk.length() > most) {
      refuse(Refusal.TOO_LARGE, PostLimits.tooLarge(most));
      return;
    }
    if (!keyless.takeRoom(address, chunk.length())) {
      refuse(Refusal.SHED_HARD, Admission.noRoom());
      return;
    }
    held += chunk.length();
    body.appendBuffer(chunk);
  }

  private void complete() {
    if (over) {
      return;
    }
    posts.vertx().cancelTimer(timer);
    byte[] raw = body.getBytes();
    ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    if (coding == ContentCoding.IDENTITY && raw.length <= posts.config().posts().inlineBytes()) {
      proceed(raw, where.find(raw));
      return;
    }
    keyless
        .apart(() -> coding == null ? null : where.find(coding.inflate(raw, most)))
        .onSuccess(key -> proceed(raw, key))
        .onFailure(
            cause -> {
              if (cause instanceof ContentCoding.TooLarge) {
                refuse(Refusal.TOO_LARGE, PostLimits.tooLarge(most));
              } else if (cause instanceof IOException) {
                refuse(
                    Refusal.CODING,
                    Fault.of(Fault.Kind.BAD_REQUEST, "the body is not of its Content-Encoding"));
              } else {
                refuse(Refusal.NOT_STORED, Fault.unavailable("an internal error; post again", 5));
              }
            });
  }

  private void proceed(byte[] raw, @Nullable String key) {
    if (over) {
      return;
    }
    SourceEntry source = key == null ? null : keyless.sourceOf(key);
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
    keyless.admit(request, route, source, raw);
  }

  private void refuse(Refusal reason, Fault fault) {
    end();
    posts.refuse(request, route, reason, fault);
  }

  private void end() {
    if (!over) {
      over = true;
      posts.vertx().cancelTimer(timer);
      keyless.release(address, held);
      held = 0;
    }
  }
}
