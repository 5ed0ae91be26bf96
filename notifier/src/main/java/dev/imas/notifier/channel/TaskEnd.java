package dev.imas.notifier.channel;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt at a task ended, such as one of a room. Reasons are for people and hold no secret.
 */
public sealed interface TaskEnd {

  /**
   * It is done, whoever did it.
   *
   * @param result what core wants to know of it
   */
  record Done(Map<String, Object> result) implements TaskEnd {
    public Done {
      result = Map.copyOf(result);
    }
  }

  /**
   * A later attempt may succeed.
   *
   * @param asked what the vendor asks to wait; null: nothing
   * @param hasTried whether it counts as an attempt
   * @param hasAnswered whether the vendor is alive
   */
  record Later(String reason, @Nullable Duration asked, boolean hasTried, boolean hasAnswered)
      implements TaskEnd {}

  /**
   * It will never succeed.
   *
   * @param isGone whether what the task is about was archived or deleted by somebody else
   */
  record Dead(String reason, boolean isGone) implements TaskEnd {}

  /** Ends the work at a task, wherever it is. */
  final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TaskEnd end;

    public Stop(TaskEnd end) {
      super(String.valueOf(end), null, false, false);
      this.end = end;
    }

    public TaskEnd end() {
      return end;
    }
  }
}
