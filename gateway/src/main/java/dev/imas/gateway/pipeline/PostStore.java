package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Handler;

/**
 * The last stage: stores what was read of a post. Bound to an event loop, on which it hands on what
 * became of it. It takes handlers, since a future more for each post would cost a storm.
 */
interface PostStore {

  /** Whether these keys were read lately enough to open anything. */
  boolean knowsKeys(SnapshotKeeper keys);

  /** How long something of this tenant will probably wait until it is stored. */
  long expectedWaitNanos(TenantId tenant, boolean severe);

  /**
   * Stores what was read.
   *
   * @param failed gets why nothing may be called stored
   */
  void store(
      PostedBody.Content content,
      Decode.Read read,
      Handler<PostOutcome> stored,
      Handler<Throwable> failed);

  /** Keeps a body of which nothing could be read, with its bytes. */
  void keep(
      PostedBody.Content content,
      Decoding.Refused why,
      Handler<Void> kept,
      Handler<Throwable> failed);
}
