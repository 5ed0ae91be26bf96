package dev.imas.core.heartbeat;

import dev.imas.core.platform.ClockWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that says how a heartbeat fares at some time. Pure.
 *
 * @param every the longest time between two beats
 * @param grace how much later one may come
 * @param watchedSince when it was switched on: no silence began before
 * @param beatAt the last beat; null if there was none
 * @param failedAt when the last run said that it failed; null if it did not
 * @param silentAfter the beat after which it was found silent; null if it was not
 */
record Pulse(
    boolean isActive,
    Duration every,
    Duration grace,
    Instant watchedSince,
    @Nullable Instant beatAt,
    @Nullable Instant failedAt,
    @Nullable Instant silentAfter) {

  /** When senders could reach IMAS. */
  record Reach(Instant since, Instant until) {

    /** No gateway has ever run. */
    static final Reach NEVER = new Reach(Instant.MIN, Instant.MIN);

    /**
     * The same of a heartbeat's beats: what waits in Kafka has not reached IMAS.
     *
     * @param source whose alerts are beats; null: those of any source
     * @param lagging up to when the sources are read that lag
     */
    Reach of(BeatsBy by, @Nullable UUID source, Map<UUID, Instant> lagging) {
      Instant read =
          switch (by) {
            case PING -> null;
            case ALERT, SOURCE ->
                source == null
                    ? lagging.values().stream().min(Comparator.naturalOrder()).orElse(null)
                    : lagging.get(source);
          };
      return read == null || read.isAfter(until) ? this : new Reach(since, read);
    }
  }

  /**
   * @param dueAt when the next beat is due; null if none is waited for
   * @param silentAt when it is silent without one; null if none is waited for
   */
  record Verdict(HeartbeatState state, @Nullable Instant dueAt, @Nullable Instant silentAt) {

    static Verdict of(HeartbeatState state) {
      return new Verdict(state, null, null);
    }
  }

  /**
   * The same, as far as it can be believed: a time in the future was written before the clock was
   * set back, and would hide until then that nothing is heard. The beat counts as of now, so that
   * the wait for the next one begins; whoever keeps this keeps it from counting again.
   */
  Pulse believed(Instant now) {
    Instant beat = beatAt != null && beatAt.isAfter(now) ? now : beatAt;
    return new Pulse(
        isActive,
        every,
        grace,
        watchedSince.isAfter(now.plus(ClockWatch.CLOCKS_DIFFER)) ? Instant.EPOCH : watchedSince,
        beat,
        failedAt,
        silentAfter != null && silentAfter.isAfter(now) ? beat : silentAfter);
  }

  /** How it fares. */
  Verdict at(Instant now, Reach reach) {
    return believed(now).judged(now, reach);
  }

  private Verdict judged(Instant now, Reach reach) {
    if (!isActive) {
      return Verdict.of(HeartbeatState.OFF);
    }
    if (failedAt != null) {
      return Verdict.of(HeartbeatState.FAILED);
    }
    if (beatAt == null) {
      return Verdict.of(HeartbeatState.WAITING);
    }
    Instant last = beatAt.isAfter(watchedSince) ? beatAt : watchedSince;
    Instant due = last.plus(every);
    // What was told stays so until there is a beat: that IMAS was away since then is none.
    if (silentAfter != null && !beatAt.isAfter(silentAfter)) {
      return new Verdict(HeartbeatState.SILENT, due, null);
    }
    Instant silent = silentAt(last, reach);
    HeartbeatState state =
        now.isBefore(due)
            ? HeartbeatState.ALIVE
            : heardUntil(now, reach).isBefore(silent) ? HeartbeatState.LATE : HeartbeatState.SILENT;
    return new Verdict(state, due, silent);
  }

  /**
   * A beat may be lost while IMAS cannot be reached, and then the next one comes within {@code
   * every} of the end of that. A gap that ends in the first half of the wait cannot cause silence:
   * who beats more often than every half beats again before the end, and who does not was not due.
   */
  private Instant silentAt(Instant last, Reach reach) {
    Instant silent = last.plus(every).plus(grace);
    if (!reach.since().isAfter(last.plus(every.dividedBy(2)))) {
      return silent;
    }
    Instant afterGap = reach.since().plus(every).plus(grace);
    return afterGap.isAfter(silent) ? afterGap : silent;
  }

  /** Until when a beat would have been heard. */
  private static Instant heardUntil(Instant now, Reach reach) {
    return reach.until().isBefore(now) ? reach.until() : now;
  }
}
