package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.commit.CommitFailure;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.sender.Committed;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One post of a known source, from its first byte to its answer. Bound to its request's event loop.
 */
final class IncomingPost {

  private static final Logger log = LoggerFactory.getLogger(IncomingPost.class);

  /**
   * How long decoding may take on the event loop, which is shared. Beyond it, the body is read
   * again on another thread.
   */
  private static final long LONGEST_ROUTING_INLINE = Duration.ofMillis(20).toNanos();

  private static final long LONGEST_ROUTING = Duration.ofSeconds(1).toNanos();

  private final SenderEdge edge;
  final HttpServerRequest request;
  final SenderRoute route;
  final SourceEntry source;
  private final ContentCoding coding;
  private final PostReader reader;
  private final Admission.Share share;
  private final long announced;
  // Monotonic time: setting the wall clock forward must not time out bodies that are on their way.
  private final long since = System.nanoTime();

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

  /** Whether a certificate was looked for that this post needs. */
  private boolean hasLooked;

  IncomingPost(
      SenderEdge edge,
      HttpServerRequest request,
      SenderRoute route,
      SourceEntry source,
      Snapshot.TenantRoutes routes,
      ContentCoding coding,
      Admission.Share share,
      long announced) {
    this.edge = edge;
    this.request = request;
    this.route = route;
    this.source = source;
    this.coding = coding;
    this.reader = new PostReader(edge, request, route, source, routes, coding);
    this.share = share;
    this.announced = announced;
  }

  /** When it began to arrive, by {@link System#nanoTime}. */
  long arrivingSince() {
    return since;
  }

  /** Goes on with a body that arrived before its source was known. */
  void receive(byte[] raw) {
    watchDeadline();
    received = raw.length;
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
            edge.meters.refused(Refusal.TOO_SLOW);
            end();
          }
          edge.arrived(this);
        });
  }

  /** The post is its query, of which there is nothing to wait for. */
  void takeQuery(String query) {
    watchDeadline();
    received = query.length();
    process(query.getBytes(StandardCharsets.UTF_8));
  }

  private void watchDeadline() {
    if (route.deadlineMillis() > 0) {
      deadline = edge.vertx.setTimer(route.deadlineMillis(), id -> answerEarly());
    }
  }

  /**
   * Its sender waits no longer, and a request that times out counts worse with it than an error.
   * The post goes on, since such a sender does not repeat it: nothing but its answer is lost.
   */
  private void answerEarly() {
    deadline = -1;
    edge.meters.deadlinePassed(source);
    PostAnswers.refused(
        request,
        route,
        Fault.unavailable(
            "not stored within the "
                + route.deadlineMillis()
                + " ms that this sender waits; it is stored later if it can be",
            1));
  }

  /** The body took too long. */
  void giveUp() {
    edge.arrived(this);
    if (!over) {
      refuse(
          Refusal.TOO_SLOW,
          Fault.of(
              Fault.Kind.TIMED_OUT,
              "the body did not arrive within " + edge.config.bodyTimeout().toSeconds() + " s"));
    }
    request.connection().close();
  }

  private void take(Buffer chunk) {
    received += chunk.length();
    if (over) {
      return; // It was refused meanwhile: discard the rest.
    }
    if (received > edge.config.maxBodyBytes()) {
      refuse(Refusal.TOO_LARGE, SenderEdge.tooLarge(edge.config.maxBodyBytes()));
      return;
    }
    if (announced < 0 && !share.grow(chunk.length())) {
      refuse(Refusal.SHED_HARD, SenderEdge.noRoom());
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
                            Math.max(announced, 2L * sofar.length()), edge.config.maxBodyBytes()))
                .appendBuffer(sofar);
      }
      body = sofar.appendBuffer(chunk);
    }
    chunks++;
  }

  private void complete() {
    edge.arrived(this);
    if (over) {
      return;
    }
    byte[] raw = body == null ? new byte[0] : body.getBytes();
    body = null;
    process(raw);
  }

  private void process(byte[] raw) {
    whole = true;
    if (raw.length <= edge.config.inlineBytes()
        && coding == ContentCoding.IDENTITY
        && !edge.routing.isDear(source.tenant())) {
      PostedBody read;
      try {
        read = reader.read(raw, LONGEST_ROUTING_INLINE);
      } catch (RuntimeException ours) {
        unexpected(ours);
        return;
      }
      if (!(read instanceof PostedBody.Content content
          && content.result() instanceof Decode.TooLong)) {
        proceed(read);
        return;
      }
    }
    readApart(raw);
  }

  private void readApart(byte[] raw) {
    long asked = System.nanoTime();
    edge.decoders
        .executeBlocking(
            () -> {
              edge.routing.wasLate(System.nanoTime() - asked);
              return reader.read(raw, LONGEST_ROUTING);
            },
            false)
        .onSuccess(this::proceed)
        .onFailure(this::unexpected);
  }

  /** Reads the body again once the certificate is known, which a notifier fetches. */
  private void prove(PostedBody.Unproven unproven) {
    if (hasLooked) {
      refuseUnproven();
      return;
    }
    hasLooked = true;
    edge.sns
        .look(source, unproven.certificate(), edge.clock.instant())
        .onSuccess(
            found -> {
              if (found) {
                readApart(unproven.raw());
              } else {
                refuseUnproven();
              }
            })
        .onFailure(this::notCommitted);
  }

  private void refuseUnproven() {
    refuse(
        Refusal.NO_CERTIFICATE,
        Fault.unavailable(
            "the certificate of its signature is not known yet and is being fetched; post again",
            5));
  }

  private void proceed(PostedBody read) {
    if (over) {
      return;
    }
    switch (read) {
      case PostedBody.Unusable unusable -> refuse(unusable.reason(), unusable.fault());
      case PostedBody.Unproven unproven -> prove(unproven);
      case PostedBody.Content content -> {
        // The share counts what is held in memory. For a compressed body that is more than was
        // sent.
        if (content.bytes().length > received && !share.grow(content.bytes().length - received)) {
          refuse(Refusal.SHED_HARD, SenderEdge.noRoom());
          return;
        }
        switch (content.result()) {
          case Decode.Refused refused -> edge.store.keepAndRefuse(this, content, refused.why());
          case Decode.OverShare over ->
              refuseRouting("your rules have used up their share of routing time");
          case Decode.TooLong tooLong ->
              refuseRouting("your rules take too long for so many alerts at once");
          case Decode.Read events -> commit(content, events);
        }
      }
    }
  }

  private void refuseRouting(String why) {
    refuse(Refusal.SHED_ROUTING, Fault.unavailable(why + "; post again, or simplify them", 2));
  }

  private void commit(PostedBody.Content content, Decode.Read read) {
    Shed.Verdict verdict =
        edge.shedding.judge(
            source.tenant(),
            share,
            edge.store.expectedWaitNanos(this, read.severe()),
            read.severe(),
            read.news());
    if (verdict instanceof Shed.Verdict.Refused shed) {
      refuse(shed.reason(), shed.fault());
      return;
    }
    byte[] once = content.once();
    if (once != null && !edge.signedPosts.take(once, edge.clock.instant())) {
      refuse(
          Refusal.REPLAYED,
          Fault.conflict(
              "this signed post was accepted before; to post it again, sign it with a new "
                  + "timestamp"));
      return;
    }
    if (read.flagged() > 0) {
      edge.meters.flagged(read.flagged());
    }
    if (read.notKept() > 0) {
      edge.meters.elementsNotKept(read.notKept());
    }
    if (read.truncatedBySender() > 0) {
      edge.meters.truncated(read.truncatedBySender());
    }
    edge.store.store(this, content, read);
  }

  /** With what was stored. */
  void answer(Committed post) {
    end();
    PostAnswers.committed(request, route, post);
  }

  void notCommitted(Throwable cause) {
    if (cause instanceof NotAppended not) {
      refuse(not.reason(), not.fault());
      return;
    }
    Refusal reason =
        cause instanceof CommitFailure f && f.reason() == CommitFailure.Reason.WAITED_TOO_LONG
            ? Refusal.WAITED_TOO_LONG
            : Refusal.NOT_STORED;
    refuse(
        reason,
        Fault.unavailable(
            cause instanceof CommitFailure f
                ? f.getMessage() + "; post again"
                : "not stored; post again",
            1));
  }

  private void unexpected(Throwable cause) {
    log.atError()
        .setCause(cause)
        .addKeyValue("dialect", route.decoder().dialect())
        .log("A post could not be read, because of an internal error");
    // 503, because some senders drop the alert on 500.
    refuse(Refusal.NOT_STORED, Fault.unavailable("an internal error; post again", 5));
  }

  void refuse(Refusal reason, Fault fault) {
    edge.meters.refused(reason, source.tenant());
    end();
    PostAnswers.refused(request, route, fault);
  }

  private void end() {
    over = true;
    body = null;
    share.release();
    if (deadline >= 0) {
      edge.vertx.cancelTimer(deadline);
      deadline = -1;
    }
  }
}
