package dev.imas.core.changes;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Appends to the change feed, in the transactions of the changes. */
public final class FeedWriter {

  private final FeedRepository feed = new FeedRepository();
  private final Runnable hint;

  /**
   * @param hint run after the commit: there is something to number. Cheap, from any thread
   */
  public FeedWriter(Runnable hint) {
    this.hint = hint;
  }

  /** One row, however many changes there are. */
  public Future<Void> append(Tx tx, Topic topic, List<NewChange> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    tx.afterCommit(hint);
    return feed.append(tx, topic, changes);
  }
}
