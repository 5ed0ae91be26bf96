package dev.imas.gateway.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets a bounded number of partitions work at a time, in turn. Bound to one context. */
final class Slots {

  private final Deque<Promise<Void>> queue = new ArrayDeque<>();
  private int free;

  Slots(int count) {
    free = count;
  }

  /** Completes when there is a free one, which is then taken. */
  Future<Void> take() {
    if (free > 0) {
      free--;
      return Future.succeededFuture();
    }
    Promise<Void> turn = Promise.promise();
    queue.add(turn);
    return turn.future();
  }

  void giveBack() {
    Promise<Void> next = queue.poll();
    if (next == null) {
      free++;
    } else {
      next.complete();
    }
  }
}
