package dev.imas.notifier.channel;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an attempt at a room's task ended. Reasons are for people and hold no secret. */
public sealed interface RoomEnd {

  /**
   * It is done, whoever did it.
   *
   * @param result what core wants to know of it
   */
  record Done(Map<String, Object> result) implements RoomEnd {
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
      implements RoomEnd {}

  /**
   * It will never succeed.
   *
   * @param isGone whether the channel was archived or deleted by somebody else
   */
  record Dead(String reason, boolean isGone) implements RoomEnd {}

  /** Ends the work at a room's task, wherever it is. */
  final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RoomEnd end;

    public Stop(RoomEnd end) {
      super(String.valueOf(end), null, false, false);
      this.end = end;
    }

    public RoomEnd end() {
      return end;
    }
  }
}
