package dev.imas.core.platform;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Limits a repeated failure to one log line a minute. May be called from any thread. */
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
   * @return the number since the last line, if a line is due; otherwise 0
   */
  public long dueAfterOneMore() {
    return dueAfterMore(1);
  }

  /**
   * Counts more.
   *
   * @return the number since the last line, if a line is due; otherwise 0
   */
  public synchronized long dueAfterMore(int more) {
    times += more;
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
