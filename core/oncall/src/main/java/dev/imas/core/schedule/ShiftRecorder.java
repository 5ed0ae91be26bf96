package dev.imas.core.schedule;

import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.ShiftRecord;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.ShiftRecordRepository.Locked;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down who was on call, at each hand-over, so that the past is answered by what was in force
 * then. It can be repeated at any time, and makes up for the time in which nobody ran it. Only on a
 * virtual thread.
 */
public final class ShiftRecorder {

  /** Whoever changes a schedule says from when on, and has committed by the end of this. */
  static final Duration SETTLED = Duration.ofMinutes(1);

  /** Written in one transaction. */
  private static final Duration AT_ONCE = Duration.ofDays(31);

  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration keep;
  private final ShiftRecordRepository records = new ShiftRecordRepository();
  private final NoteRepository notes = new NoteRepository();
  private final Histories histories = new Histories();

  /**
   * @param keep how long a shift is kept after its end
   */
  public ShiftRecorder(Transactions transactions, InstantSource clock, Duration keep) {
    this.transactions = transactions;
    this.clock = clock;
    this.keep = keep;
  }

  /**
   * Writes what is missing of all schedules of these tenants. A schedule that fails does not stop
   * the others.
   *
   * @return the result in words
   * @throws IllegalStateException if some schedule failed
   */
  public String record(List<TenantId> tenants) {
    Instant now = clock.instant();
    int written =
        new EachSchedule(transactions, "writing down who was on call")
            .run(tenants, tx -> records.due(tx, now.minus(keep), now.minus(SETTLED)), this::record);
    return written + " shifts written down";
  }

  private int record(TenantId tenant, UUID schedule) {
    int sum = 0;
    Optional<ShiftRecord.Addition> added;
    do {
      added = transactions.call(tenant, tx -> recordNext(tx, schedule));
      sum += added.map(one -> one.shifts().size()).orElse(0);
    } while (added.isPresent());
    return sum;
  }

  /** Empty if nothing is missing. */
  private Optional<ShiftRecord.Addition> recordNext(Tx tx, UUID schedule) {
    Instant now = clock.instant();
    Instant settled = now.minus(SETTLED);
    Locked there = records.lock(tx, schedule, now.minus(keep));
    Instant since = there.until();
    Instant end = there.end();
    Instant last = end != null && end.isBefore(settled) ? end : settled;
    Instant most = since.plus(AT_ONCE);
    boolean isWhole = most.isBefore(last) || last.equals(end);
    Instant until = most.isBefore(last) ? most : last;
    if (!since.isBefore(until)) {
      return Optional.empty();
    }
    ScheduleHistory history = histories.calculated(tx, schedule, new Interval(since, until));
    List<Shift> touching = records.touching(tx, schedule, since);
    Optional<ShiftRecord.Addition> next =
        ShiftRecord.next(history, since, until, isWhole, touching);
    next.ifPresent(added -> records.write(tx, schedule, added));
    return next;
  }

  /** Removes shifts that ended long ago, and the notes of their hand-overs. */
  public Future<Void> forget(Tx tx) {
    Instant before = clock.instant().minus(keep);
    records.forget(tx, before);
    notes.forget(tx, before);
    return Future.succeededFuture();
  }
}
