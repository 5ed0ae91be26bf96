package dev.imas.gateway.pipeline;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Where bodies are read: on the event loop that took them, or on threads of their own. */
final class ReadingThreads {

  /**
   * How long routing may take on the event loop, which is shared. Beyond it, the body is read again
   * on another thread.
   */
  static final long LONGEST_ROUTING_INLINE = Duration.ofMillis(20).toNanos();

  static final long LONGEST_ROUTING = Duration.ofSeconds(1).toNanos();

  private final WorkerExecutor decoders;
  private final RoutingTime routing;
  private final int inlineBytes;

  /**
   * @param inlineBytes up to which a body is read on the event loop
   */
  ReadingThreads(WorkerExecutor decoders, RoutingTime routing, int inlineBytes) {
    this.decoders = decoders;
    this.routing = routing;
    this.inlineBytes = inlineBytes;
  }

  /** Whether reading a post of so many bytes keeps the event loop for next to no time. */
  boolean mayReadInline(Post post, int bytes) {
    return bytes <= inlineBytes
        && !(post.sent() instanceof Sent.Request request
            && request.coding() != ContentCoding.IDENTITY)
        && !routing.isDear(post.source().tenant());
  }

  /** Reads on another thread, and hands on to the event loop that asked. */
  void apart(Callable<PostedBody> read, Handler<PostedBody> door, Handler<Throwable> unexpected) {
    long asked = System.nanoTime();
    decoders
        .executeBlocking(
            () -> {
              routing.wasLate(System.nanoTime() - asked);
              return read.call();
            },
            false)
        .onSuccess(door)
        .onFailure(unexpected);
  }
}
