package dev.imas.core.work;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous work for each item of a list, at most some at once. Whatever is done for every
 * tenant goes through here: a pool of connections lets a bounded number wait, and refuses the rest.
 *
 * @param <T> the items
 * @param <R> what becomes of an item
 */
public final class FanOut<T, R extends @Nullable Object> {

  private final int atOnce;
  private final List<T> items;
  private final Function<? super T, Future<R>> work;
  private final Object[] results;
  private final Promise<List<R>> done = Promise.promise();
  private int begun;
  private int running;

  /** One thread starts work at a time; the others leave it to that one. */
  private boolean isStarting;

  private @Nullable Throwable failure;

  private FanOut(int atOnce, List<T> items, Function<? super T, Future<R>> work) {
    this.atOnce = atOnce;
    this.items = items;
    this.work = work;
    this.results = new Object[items.size()];
  }

  /**
   * Begins the work in the order of the list. After the first failure no more begins, and the
   * future fails with it once the rest has ended.
   *
   * @param atOnce at least 1, and no more than the connections that the work may use
   * @return the results in the order of the items
   */
  public static <T, R extends @Nullable Object> Future<List<R>> over(
      int atOnce, List<T> items, Function<? super T, Future<R>> work) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least one runs at once, not " + atOnce);
    }
    FanOut<T, R> all = new FanOut<>(atOnce, List.copyOf(items), work);
    all.start();
    return all.done.future();
  }

  /** Loops, since work that ends at once would otherwise make the stack deeper with each item. */
  private void start() {
    synchronized (this) {
      if (isStarting) {
        return;
      }
      isStarting = true;
    }
    while (true) {
      int next;
      synchronized (this) {
        boolean isLast = failure != null || begun == items.size();
        if (isLast || running == atOnce) {
          isStarting = false;
          if (isLast && running == 0) {
            end();
          }
          return;
        }
        next = begun++;
        running++;
      }
      T item = items.get(next);
      // What the work throws is a failure like any other.
      Future.<R>future(ended -> work.apply(item).onComplete(ended))
          .onComplete(ended -> ended(next, ended.result(), ended.cause()));
    }
  }

  private void ended(int place, R result, @Nullable Throwable cause) {
    synchronized (this) {
      running--;
      results[place] = result;
      if (cause != null && failure == null) {
        failure = cause;
      }
    }
    start();
  }

  @SuppressWarnings("unchecked") // each is what the work returned
  private void end() {
    if (failure != null) {
      done.tryFail(failure);
    } else {
      done.tryComplete(
          Collections.unmodifiableList(new ArrayList<>((List<R>) Arrays.asList(results))));
    }
  }
}
