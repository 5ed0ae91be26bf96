package dev.imas.core.rights;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.ExpiryRepository.Ending;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells people that a token or a right of theirs will end, 7 days and 1 day before (SCH-25). The
 * database sets the timer when the row is written; its subject is {@code token:<id>} or {@code
 * grant:<id>}. The notice is named by the end, so that each is sent once, and an end that was moved
 * is told of again.
 */
public final class ExpiryTimer implements TimerKind.Handler {

  static final String KIND = "expiry-notice";

  private static final Duration LAST = Duration.ofDays(1);

  private final Notices notices;
  private final NoticeReceivers receivers;
  private final Timers timers;
  private final ExpiryRepository endings = new ExpiryRepository();
  private final AdminRepository admins = new AdminRepository();

  public ExpiryTimer(Notices notices, NoticeReceivers receivers, Timers timers) {
    this.notices = notices;
    this.receivers = receivers;
    this.timers = timers;
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int told = 0;
    for (DueTimer timer : due) {
      Optional<Ending> found = endings.find(tx, timer.subject());
      if (found.isPresent() && found.get().at().isAfter(timer.now())) {
        told += tell(tx, timer, found.get());
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(told + " notified"));
  }

  private int tell(Tx tx, DueTimer timer, Ending ending) {
    Instant last = ending.at().minus(LAST);
    boolean isLast = !last.isAfter(timer.now());
    if (!isLast) {
      timers.set(tx, List.of(NewTimer.at(last, KIND, timer.subject()))).await();
    }
    Notice notice =
        new Notice(
            NoticeKind.EXPIRY,
            ending.id(),
            (isLast ? "P1D " : "P7D ") + ending.at(),
            isLast ? Severity.SEV3_MEDIUM : Severity.SEV4_LOW,
            ending.what().and(left(timer.now(), ending.at())),
            Saying.of("expiry.at", ending.at().truncatedTo(ChronoUnit.SECONDS)).and(ending.mend()),
            null);
    List<UUID> holders =
        ending.holder() == null ? admins.others(tx, null) : List.of(ending.holder());
    return notices.send(tx, notice, receivers.ofUsers(tx, holders, notice.urgency()));
  }

  /** A timer that was late says how much is left. */
  private static Saying left(Instant now, Instant end) {
    long hours = Math.max(1, Math.round(Duration.between(now, end).toMinutes() / 60.0));
    if (hours >= 36) {
      return Saying.of("expiry.ends", Math.round(hours / 24.0));
    }
    return hours == 24
        ? Saying.of("expiry.ends.day")
        : hours == 1 ? Saying.of("expiry.ends.hour") : Saying.of("expiry.ends.hours", hours);
  }
}
