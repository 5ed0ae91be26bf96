package dev.imas.core.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asynchronous work in rounds: batches until one is not full, pages until the last. A round that
 * called the next one inside {@code compose} would leave a future around each round before it. The
 * last one would complete them all, each inside the other, and after some thousand rounds the stack
 * overflows.
 *
 * @param <S> what a round hands to the next
 */
public final class Repeat<S> {

  private final Predicate<S> isLast;
  private final Function<S, Future<S>> round;
  private final Promise<S> done = Promise.promise();

  /** Rounds to begin. Whoever finds one begun already leaves the next to that thread's loop. */
  private final AtomicInteger due = new AtomicInteger();

  private volatile S state;

  private Repeat(S first, Predicate<S> isLast, Function<S, Future<S>> round) {
    this.state = first;
    this.isLast = isLast;
    this.round = round;
  }

  /**
   * Does one round after the other, at least one, each with what the round before returned.
   *
   * @param first what the first round gets
   * @return what the first round returned that is a last one; fails with the first round that does
   */
  public static <S> Future<S> until(S first, Predicate<S> isLast, Function<S, Future<S>> round) {
    Repeat<S> all = new Repeat<>(first, isLast, round);
    all.next();
    return all.done.future();
  }

  private void next() {
    if (due.getAndIncrement() > 0) {
      return;
    }
    do {
      S before = state;
      // What the round throws is a failure like any other.
      Future.<S>future(ended -> round.apply(before).onComplete(ended))
          .onComplete(this::ended, done::tryFail);
    } while (due.decrementAndGet() > 0);
  }

  private void ended(S result) {
    if (isLast.test(result)) {
      done.tryComplete(result);
    } else {
      state = result;
      next();
    }
  }
}
