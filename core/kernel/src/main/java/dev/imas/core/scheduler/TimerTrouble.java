package dev.imas.core.scheduler;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports failures of timers' work, and tells which are the database's. */
final class TimerTrouble {

  private static final Logger log = LoggerFactory.getLogger(TimerTrouble.class);

  private final Outage outage;
  private final TimerMeters meters;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private final Set<String> failing = new HashSet<>();

  TimerTrouble(Outage outage, TimerMeters meters) {
    this.outage = outage;
    this.meters = meters;
  }

  /** A timer's own work failed. */
  void failed(String kind, Throwable e) {
    meters.failed(kind);
    if (!outage.reported(e) && failing.add(kind)) {
      log.atWarn().setCause(e).addKeyValue("timer", kind).log("A timer's work failed");
    }
  }

  /** Defers a timer of another version, so that a process of that version can run it. */
  void unread(DueTimer timer, IllegalStateException why) {
    meters.failed(timer.kind());
    if (complaints.dueAfterOneMore() > 0) {
      log.atWarn()
          .addKeyValue("timer", timer.kind())
          .addKeyValue("subject", timer.subject())
          .addKeyValue("reason", why.getMessage())
          .log("This version cannot run a timer; it is tried again later");
    }
  }

  void worked(String kind) {
    failing.remove(kind);
  }

  static String words(Throwable e) {
    String message = e.getMessage();
    return "failed: " + (message == null ? e.getClass().getSimpleName() : message);
  }

  /** Whether the database is unreachable or too busy, so that the failure is not the timer's. */
  static boolean isOfAll(@Nullable Throwable cause) {
    return DatabaseFailure.of(cause).isOfAll();
  }
}
