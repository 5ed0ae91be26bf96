package dev.imas.core.platform;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Of a failure that repeats, lets one line a minute into the log. Any thread. */
public final class OncePerMinute {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private long times;
  private long lastLine;

  /**
   * @param nanoTime System.nanoTime, or a test's
   */
  public OncePerMinute(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastLine = nanoTime.getAsLong() - MINUTE;
  }

  /**
   * Counts one more.
   *
   * @return how many there were since the last line when it is time for one, else 0
   */
  public synchronized long dueAfterOneMore() {
    times++;
    long now = nanoTime.getAsLong();
    if (now - lastLine < MINUTE) {
      return 0;
    }
    lastLine = now;
    long since = times;
    times = 0;
    return since;
  }
}
