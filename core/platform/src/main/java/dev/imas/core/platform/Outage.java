package dev.imas.core.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process can reach its database, logged in one place for all who need it. One line
 * says when the database is lost, one a minute that it still is, with the number of failures, and
 * one that it is back. Work that fails because of it reports here and logs nothing else. May be
 * called from any thread.
 */
public final class Outage {

  private static final Logger log = LoggerFactory.getLogger(Outage.class);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A single response between two failures does not end the outage. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private volatile boolean away;
  private long begun;
  private long lastFailure;
  private long lastLine;
  private long failures;
  private volatile Runnable alsoTold = () -> {};

  /**
   * @param nanoTime System.nanoTime, or a test's
   */
  public Outage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Tells this of each failure, too. */
  void onFailure(Runnable told) {
    alsoTold = told;
  }

  /**
   * Reports a failure.
   *
   * @return whether the database is the cause; then nothing else needs to be logged
   */
  public boolean reported(Throwable failure) {
    Throwable cause = of(failure);
    if (cause != null) {
      count(cause);
      alsoTold.run();
    }
    return cause != null;
  }

  /** Reports that the database responded. Costs nothing while there is no outage. */
  public void answered() {
    if (away) {
      end();
    }
  }

  /**
   * Whether the database is unreachable, or too busy to accept a connection: a later retry can
   * succeed.
   */
  public static boolean isOne(@Nullable Throwable failure) {
    return of(failure) != null;
  }

  private static @Nullable Throwable of(@Nullable Throwable failure) {
    return switch (DatabaseFailure.of(failure)) {
      case AWAY, WRONG_SERVER, IN_DOUBT -> DatabaseFailure.told(failure);
      default -> null;
    };
  }

  /** What a failure says, in words for the log and for readiness. */
  static String words(Throwable failure) {
    Throwable told = DatabaseFailure.told(failure);
    if (told == null) {
      return String.valueOf(failure.getMessage());
    }
    return DatabaseFailure.isNoneFree(told)
        ? "no connection was free in time"
        : String.valueOf(told.getMessage());
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
        .addKeyValue("reason", words(cause))
        .addKeyValue("seconds", Duration.ofNanos(now - begun).toSeconds())
        .addKeyValue("failures", failures)
        .log("The connection to the database is lost; requests that need it wait or are refused");
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
