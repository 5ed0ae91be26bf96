package dev.imas.core.retention;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.work.Repeat;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What timers do to alerts without a post: those whose end has passed, that were not repeated for
 * too long, that fired within the reorder window, or that still fire after somebody resolved their
 * incident. Works in batches, each a transaction. Everything here can be repeated.
 */
public final class AlertSweep {

  /** The condition of the timer of {@link #refire}: whether a run may find something. */
  public static final String LATE_FIRINGS_WAIT =
      "late_firings_wait(" + TimerKind.Work.Leased.CLOCK + ")";

  /** Incidents checked in one transaction, each with up to a thousand of its alerts. */
  private static final int INCIDENTS = 20;

  /** After this time an incident whose alerts were not repeated is checked again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final SweepConfig config;
  private final InstantSource clock;
  private final Runnable onChange;
  private final SweepRepository sweeps = new SweepRepository();

  /**
   * @param onChange called when alerts changed, so that core processes them at once
   */
  public AlertSweep(
      Transactions transactions, SweepConfig config, InstantSource clock, Runnable onChange) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.onChange = onChange;
  }

  /** Ends firing alerts whose end has passed. */
  public Future<String> expire() {
    return chunks(config.batch(), tx -> sweeps.renew(tx, clock.instant(), config.batch()), false)
        .compose(
            renewed ->
                chunks(
                    config.batch(),
                    tx -> sweeps.expire(tx, clock.instant(), config.grace(), config.batch()),
                    true))
        .map(count -> count + " expired");
  }

  /** Ends firing alerts without an end time that were not repeated for too long. */
  public Future<String> lapse() {
    return chunks(
            config.batch(),
            tx ->
                sweeps.lapse(
                    tx, clock.instant(), config.staleAfter(), config.grace(), config.batch()),
            true)
        .map(count -> count + " lapsed");
  }

  /** Opens alerts that fired within the reorder window without a later event. */
  public Future<String> refire() {
    return chunks(config.batch(), tx -> sweeps.refire(tx, clock.instant(), config.batch()), true)
        .map(count -> count + " refired");
  }

  /** Checks incidents that somebody resolved while their alerts fired. */
  public Future<String> recheck() {
    return chunks(INCIDENTS, tx -> sweeps.recheck(tx, clock.instant(), AGAIN, INCIDENTS), true)
        .map(count -> count + " still firing");
  }

  /**
   * @param taken rows of the last chunk
   * @param changed rows of all chunks that changed
   */
  private record Sum(int taken, int changed) {}

  private Future<Integer> chunks(
      int limit, Function<Tx, Future<SweepRepository.Swept>> chunk, boolean isChange) {
    return Repeat.until(
            new Sum(0, 0),
            sum -> sum.taken() < limit,
            before -> transactions.runUnbound(chunk).map(swept -> sum(before, swept, isChange)))
        .map(Sum::changed);
  }

  private Sum sum(Sum before, SweepRepository.Swept swept, boolean isChange) {
    if (isChange && swept.changed() > 0) {
      onChange.run();
    }
    return new Sum(swept.taken(), before.changed() + swept.changed());
  }
}
