package dev.imas.core.scheduler;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong with a timer's work: whose fault it is, and who is told. */
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

  /** A timer of another version: put off, so that a process of that version may have it. */
  void unread(DueTimer timer, IllegalStateException why) {
    meters.failed(timer.kind());
    if (complaints.dueAfterOneMore() > 0) {
      log.atWarn()
          .addKeyValue("timer", timer.kind())
          .addKeyValue("subject", timer.subject())
          .addKeyValue("reason", why.getMessage())
          .log("A timer is not run by this version; it is tried again later");
    }
  }

  void worked(String kind) {
    failing.remove(kind);
  }

  static String words(Throwable e) {
    String message = e.getMessage();
    return "failed: " + (message == null ? e.getClass().getSimpleName() : message);
  }

  /** The database is away, or too busy for anybody's work: no timer's fault. */
  static boolean isOfAll(@Nullable Throwable cause) {
    return switch (DatabaseFailure.of(cause)) {
      case AWAY, BUSY -> true;
      case CONFLICT,
          LOCKED,
          CANCELLED,
          DUPLICATE,
          CONSTRAINT,
          UNSTORABLE,
          VALUE,
          FORBIDDEN,
          NOT_LET_IN,
          OTHER ->
          false;
    };
  }
}
