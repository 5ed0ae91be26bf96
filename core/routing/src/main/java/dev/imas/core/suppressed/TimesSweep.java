package dev.imas.core.suppressed;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.TimesRepository.Due;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.NamedTimes.Standing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Notices that time intervals begin and end, and has the alerts decided anew that they concern. A
 * missed run, a change of an interval and new rules of a time zone are one case: an interval that
 * changes at another time than was found before is turned. Only for virtual threads.
 */
final class TimesSweep {

  private static final int BATCH = 500;

  /** Rules of time zones may change while core runs. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final TimesRepository times = new TimesRepository();
  private final Transactions transactions;
  private final AtomicBoolean hasBegun = new AtomicBoolean();

  TimesSweep(Transactions transactions) {
    this.transactions = transactions;
  }

  void run(Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    if (hasBegun.compareAndSet(false, true)) {
      inTransaction(
          tx -> {
            times.lookAtAll(tx, at);
            return true;
          });
    }
    while (inTransaction(tx -> look(tx, at))) {
      // The next tenant.
    }
  }

  private boolean look(Tx tx, Instant now) {
    Optional<Due> due = times.claim(tx, now, BATCH);
    if (due.isEmpty()) {
      return false;
    }
    transactions.enter(tx, due.get().tenant()).await();
    List<NamedTimes> all = times.times(tx, List.copyOf(due.get().changesAt().keySet())).await();
    for (NamedTimes one : all) {
      Standing at = one.at(now);
      Instant before = due.get().changesAt().getOrDefault(one.id(), Instant.EPOCH);
      if (isOther(before, at, now)) {
        times.turn(tx, one.id(), now);
      }
      Instant next = now.plus(LONGEST);
      times.looked(tx, one.id(), at.until().isBefore(next) ? at.until() : next, at.until());
    }
    return true;
  }

  /** What does not change for long has no time that would stay the same. */
  private static boolean isOther(Instant before, Standing at, Instant now) {
    Instant certain = now.plus(NamedTimes.HORIZON).minus(LONGEST.multipliedBy(2));
    return !before.isAfter(now)
        || (!before.equals(at.until())
            && (before.isBefore(certain) || at.until().isBefore(certain)));
  }

  private <T> T inTransaction(Function<Tx, T> work) {
    return transactions.runUnbound(tx -> Future.succeededFuture(work.apply(tx))).await();
  }
}
