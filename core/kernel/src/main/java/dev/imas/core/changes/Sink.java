package dev.imas.core.changes;

import io.vertx.core.Future;

/** A subscriber's connection. Bound to its event loop. */
interface Sink {

  /** The name of its kind in metrics. */
  String transport();

  /**
   * Sends a message. Call it again only after the one before has gone, so that no more than one
   * waits in memory.
   *
   * @return completes when the network has taken it
   */
  Future<Void> send(FeedMessage message);

  /** Asks the other end whether it is there. */
  void ping();

  /** When the other end was last heard of, by {@link System#nanoTime}. */
  long heardNanos();

  /** Ends the connection, at once if nothing can be sent any more. */
  void end(Ending why);
}
