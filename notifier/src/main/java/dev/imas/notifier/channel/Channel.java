package dev.imas.notifier.channel;

import io.vertx.core.Future;

/**
 * A way to reach people. At-least-once: the same message may be sent again, with the same id.
 * Called on an event loop, which it never blocks; answers on any thread.
 */
public interface Channel {

  /**
   * Tries once, in bounded time. Whatever goes wrong on the way is an {@link Outcome}; a failed
   * future is a bug of the channel, and is tried again.
   */
  Future<Outcome> send(Message message);

  /** How many may be under way at once, all receivers together: what its provider can take. */
  default int concurrency() {
    return Integer.MAX_VALUE;
  }

  /** Lets go of connections; what is under way may fail. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
