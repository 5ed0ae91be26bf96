package dev.imas.core.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process has its database, told once for all who miss it: one line when it goes, one
 * a minute while it stays away, with how often it was missed, one when it is back. Who fails for
 * want of it reports here and is silent otherwise. Any thread.
 */
public final class Outage {

  private static final Logger log = LoggerFactory.getLogger(Outage.class);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** One answer between two failures is no return. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private volatile boolean away;
  private long begun;
  private long lastFailure;
  private long lastLine;
  private long failures;

  /**
   * @param nanoTime System.nanoTime, or a test's
   */
  public Outage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Something failed.
   *
   * @return whether for want of the database, so that nothing else is to be logged
   */
  public boolean reported(Throwable failure) {
    Throwable cause = of(failure);
    if (cause != null) {
      count(cause);
    }
    return cause != null;
  }

  /** The database answered something. Costs nothing while there is no outage. */
  public void answered() {
    if (away) {
      end();
    }
  }

  /** The database is away, or too busy to take a connection: the same will do later. */
  public static boolean isOne(@Nullable Throwable failure) {
    return of(failure) != null;
  }

  private static @Nullable Throwable of(@Nullable Throwable failure) {
    return DatabaseFailure.of(failure) == DatabaseFailure.AWAY
        ? DatabaseFailure.told(failure)
        : null;
  }

  private synchronized void count(Throwable cause) {
    long now = nanoTime.getAsLong();
    lastFailure = now;
    failures++;
    if (!away) {
      away = true;
      begun = now;
      failures = 1;
      lastLine = now;
      warn(cause, now);
    } else if (now - lastLine >= REPEAT_NANOS) {
      lastLine = now;
      warn(cause, now);
    }
  }

  private void warn(Throwable cause, long now) {
    log.atWarn()
        .addKeyValue(
            "reason",
            DatabaseFailure.isNoneFree(cause) ? "none was free in time" : cause.getMessage())
        .addKeyValue("seconds", Duration.ofNanos(now - begun).toSeconds())
        .addKeyValue("failures", failures)
        .log("The connection to the database is lost; what needs it waits or is refused");
  }

  private synchronized void end() {
    long now = nanoTime.getAsLong();
    if (away && now - lastFailure >= QUIET_NANOS) {
      away = false;
      log.atInfo()
          .addKeyValue("seconds", Duration.ofNanos(now - begun).toSeconds())
          .addKeyValue("failures", failures)
          .log("The connection to the database is back");
    }
  }
}
