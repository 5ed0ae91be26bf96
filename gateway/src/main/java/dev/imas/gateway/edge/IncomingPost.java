package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.pipeline.Admission;
import dev.imas.gateway.pipeline.AppendedPost;
import dev.imas.gateway.pipeline.CommittedPost;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.pipeline.Post;
import dev.imas.gateway.pipeline.PostLimits;
import dev.imas.gateway.pipeline.PostOutcome;
import dev.imas.gateway.sender.Committed;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A post over HTTP, from its first byte to its answer: it receives the body and answers with what
 * became of it. Bound to its request's event loop.
 */
final class IncomingPost implements Handler<PostOutcome> {

  private final HttpPosts posts;
  private final HttpServerRequest request;
  private final Post post;
  private final Admission.Share share;
  private final long announced;

  /** Its links while it is listed in {@link Arriving}, which alone sets these. */
  @Nullable IncomingPost earlier;

  @Nullable IncomingPost later;
  boolean isListed;

  private @Nullable Buffer body;
  private int chunks;
  private long received;
  private long deadline = -1;
  private boolean whole;
  private boolean over;

  /**
   * @param share with room for what was announced
   * @param announced length of its body; -1 where none was
   */
  IncomingPost(
      HttpPosts posts,
      HttpServerRequest request,
      Post post,
      Admission.Share share,
      long announced) {
    this.posts = posts;
    this.request = request;
    this.post = post;
    this.share = share;
    this.announced = announced;
  }

  /** When it began to arrive, by {@link System#nanoTime}. */
  long arrivingSince() {
    return post.since();
  }

  /** Goes on with a body that arrived before its source was known. */
  void receive(byte[] raw) {
    watchDeadline();
    process(raw);
  }

  void receive() {
    watchDeadline();
    request.handler(this::take);
    request.endHandler(end -> complete());
    request.exceptionHandler(
        gone -> {
          // The sender disconnected before the whole body arrived: nothing is stored, and nobody
          // can be answered. A body that is complete is processed to the end, and its bytes count
          // until then.
          if (!over && !whole) {
            posts.meters().refused(Refusal.TOO_SLOW);
            end();
          }
          posts.arrived(this);
        });
  }

  /** The post is its query, of which there is nothing to wait for. */
  void takeQuery(String query) {
    watchDeadline();
    process(query.getBytes(StandardCharsets.UTF_8));
  }

  private void watchDeadline() {
    if (post.route().deadlineMillis() > 0) {
      deadline = posts.vertx().setTimer(post.route().deadlineMillis(), id -> answerEarly());
    }
  }

  /**
   * Its sender waits no longer, and a request that times out counts worse with it than an error.
   * The post goes on, since such a sender does not repeat it: nothing but its answer is lost.
   */
  private void answerEarly() {
    deadline = -1;
    posts.meters().deadlinePassed(post.source());
    PostAnswers.refused(
        request,
        post.route(),
        Fault.unavailable(
            "not stored within the "
                + post.route().deadlineMillis()
                + " ms that this sender waits; it is stored later if it can be",
            1));
  }

  /** The body took too long. */
  void giveUp() {
    posts.arrived(this);
    if (!over) {
      refuse(
          Refusal.TOO_SLOW,
          Fault.of(
              Fault.Kind.TIMED_OUT,
              "the body did not arrive within " + posts.config().bodyTimeout().toSeconds() + " s"));
    }
    request.connection().close();
  }

  private void take(Buffer chunk) {
    received += chunk.length();
    if (over) {
      return; // It was refused meanwhile: discard the rest.
    }
    if (received > posts.config().posts().bodyBytes()) {
      refuse(Refusal.TOO_LARGE, PostLimits.tooLarge(posts.config().posts().bodyBytes()));
      return;
    }
    if (announced < 0 && !share.grow(chunk.length())) {
      refuse(Refusal.SHED_HARD, Admission.noRoom());
      return;
    }
    Buffer sofar = body;
    if (sofar == null) {
      body = chunk;
    } else {
      if (chunks == 1) {
        // The first chunk is a view of the network buffer. Only a copy may be appended to.
        sofar =
            Buffer.buffer(
                    (int)
                        Math.min(
                            Math.max(announced, 2L * sofar.length()),
                            posts.config().posts().bodyBytes()))
                .appendBuffer(sofar);
      }
      body = sofar.appendBuffer(chunk);
    }
    chunks++;
  }

  private void complete() {
    posts.arrived(this);
    if (over) {
      return;
    }
    byte[] raw = body == null ? new byte[0] : body.getBytes();
    body = null;
    process(raw);
  }

  private void process(byte[] raw) {
    whole = true;
    posts.take(post, raw, share, this);
  }

  /** Answers with what became of it. */
  @Override
  public void handle(PostOutcome outcome) {
    switch (outcome) {
      case PostOutcome.Refused refused -> refuse(refused.reason(), refused.fault());
      case PostOutcome.Unreadable unreadable -> refuse(Refusal.MALFORMED, unreadable.fault());
      case AppendedPost appended -> answer(appended);
      case CommittedPost committed -> {
        String prefer = request.getHeader(RequestHeaders.PREFER);
        if (prefer == null || !prefer.contains("return=representation")) {
          answer(committed);
        } else {
          posts.describe(committed, this::answer);
        }
      }
    }
  }

  private void answer(Committed stored) {
    end();
    PostAnswers.committed(request, post.route(), stored);
  }

  private void refuse(Refusal reason, Fault fault) {
    posts.meters().refused(reason, post.source().tenant());
    end();
    PostAnswers.refused(request, post.route(), fault);
  }

  private void end() {
    over = true;
    body = null;
    share.release();
    if (deadline >= 0) {
      posts.vertx().cancelTimer(deadline);
      deadline = -1;
    }
  }
}
