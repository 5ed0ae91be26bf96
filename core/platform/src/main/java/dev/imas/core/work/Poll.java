package dev.imas.core.work;

import java.time.Duration;

/** How a loop learns of work of which no hint came. */
public interface Poll {

  /** How often the loop looks by itself, at least a millisecond. */
  Duration every();

  /** The longest wait after failures, a millisecond or more. */
  Duration rest();

  /**
   * Called once, before the loop starts.
   *
   * @param wake wakes the loop; any thread may call it
   */
  void follow(Runnable wake);

  /** A loop that looks by itself and is told by nobody. */
  static Poll every(Duration every) {
    return new Poll() {
      @Override
      public Duration every() {
        return every;
      }

      @Override
      public Duration rest() {
        return every;
      }

      @Override
      public void follow(Runnable wake) {
        // It looks by itself.
      }
    };
  }
}
