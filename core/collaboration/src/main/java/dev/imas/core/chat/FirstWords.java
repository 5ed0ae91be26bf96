package dev.imas.core.chat;

import dev.imas.core.chat.Vendor.Said;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides who answers a request: the work, if it ends in time, or first words, after which the rest
 * is said later. Exactly one of both does. Safe from any thread.
 */
final class FirstWords {

  private sealed interface State {}

  /**
   * @param words null: there are none
   */
  private record Open(@Nullable Said words) implements State {}

  private record Ended(boolean byWords) implements State {}

  private final AtomicReference<State> state = new AtomicReference<>(new Open(null));

  /** From now on the work may be too late. */
  void offer(Said words) {
    state.updateAndGet(now -> now instanceof Open ? new Open(words) : now);
  }

  /** The time is over: the words, if they are to be said now. */
  Optional<Said> take() {
    State now = state.get();
    return now instanceof Open open
            && open.words != null
            && state.compareAndSet(now, new Ended(true))
        ? Optional.of(open.words)
        : Optional.empty();
  }

  /** The work has ended: whether it answers the request. */
  boolean isInTime() {
    State last = state.updateAndGet(now -> now instanceof Open ? new Ended(false) : now);
    return last instanceof Ended ended && !ended.byWords;
  }
}
