package dev.imas.core.suppressed;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.ruleset.ActingRuleSets;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.suppressed.SuppressionSweepRepository.Firing;
import dev.imas.core.suppressed.SuppressionSweepRepository.Scan;
import dev.imas.core.suppression.SuppressionTable;
import dev.imas.core.times.NamedTimes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Has alerts decided anew when a silence, an inhibit rule or a time interval begins or ends to hide
 * them. It works in batches, each a transaction, and repeating one changes nothing. Only for
 * virtual threads.
 */
public final class SuppressionSweep {

  /** The condition of its timer: whether a run may find something. */
  public static final String WAITS = "hiding_waits(" + TimerKind.Work.Leased.CLOCK + ")";

  private static final int BATCH = 1_000;

  /** Silences and rules for which alerts are looked at together. */
  private static final int HIDERS = 1_000;

  private final SuppressionSweepRepository sweeps = new SuppressionSweepRepository();
  private final SuppressionRepository hiding = new SuppressionRepository();
  private final TimesRepository times = new TimesRepository();
  private final ActingRuleSets rules = new ActingRuleSets();
  private final TimesSweep timesSweep;
  private final Transactions transactions;
  private final Duration kept;
  private final InstantSource clock;
  private final Runnable onChange;

  /**
   * @param kept how long silences are kept after they have ended
   * @param onChange called when alerts wait to be decided, so that core does it at once
   */
  public SuppressionSweep(
      Transactions transactions, Duration kept, InstantSource clock, Runnable onChange) {
    this.transactions = transactions;
    this.timesSweep = new TimesSweep(transactions);
    this.kept = kept;
    this.clock = clock;
    this.onChange = onChange;
  }

  public Future<String> run() {
    int ended = inTransaction(tx -> sweeps.endSilences(tx, clock.instant()));
    inTransaction(tx -> sweeps.wakeOvertaken(tx, clock.instant()));
    timesSweep.run(clock.instant());
    int looked = scan();
    int woken = wake();
    if (looked + woken > 0) {
      onChange.run();
    }
    return Future.succeededFuture(
        ended + " silences ended, " + looked + " alerts looked at, " + woken + " woken");
  }

  /** Forgets suppressed events that no recount needs any more, and silences that ended long ago. */
  public Future<String> forget() {
    Instant before = clock.instant().minus(kept);
    int events = all(tx -> sweeps.forgetSuppressions(tx, BATCH));
    int silences = all(tx -> sweeps.forgetSilences(tx, before, BATCH));
    return Future.succeededFuture(events + " events and " + silences + " silences forgotten");
  }

  private int wake() {
    return all(tx -> sweeps.wake(tx, clock.instant(), BATCH));
  }

  /** Batch after batch, each in a transaction, until one is not full. */
  private int all(Function<Tx, Integer> batch) {
    int sum = 0;
    int last;
    do {
      last = inTransaction(batch);
      sum += last;
    } while (last == BATCH);
    return sum;
  }

  private int scan() {
    int looked = 0;
    int last;
    do {
      last = inTransaction(this::scanOn);
      looked += Math.max(0, last);
    } while (last >= 0);
    return looked;
  }

  /**
   * One page of one scan.
   *
   * @return how many alerts were found that it may hide; negative if no scan is due
   */
  private int scanOn(Tx tx) {
    Instant now = clock.instant();
    Optional<Scan> due = sweeps.claim(tx, now, HIDERS);
    if (due.isEmpty()) {
      return -1;
    }
    Scan scan = due.get();
    transactions.enter(tx, scan.tenant()).await();
    Predicate<Firing> concerns = concerns(tx, scan.hiders(), now);
    List<Firing> page = sweeps.firing(tx, scan, BATCH);
    List<UUID> found =
        page.stream().filter(concerns).map(alert -> alert.place().fingerprint()).toList();
    if (page.size() < BATCH) {
      sweeps.done(tx, scan);
    } else {
      sweeps.goOn(tx, scan, page.getLast().place());
    }
    if (!found.isEmpty()) {
      hiding.reconsider(tx, scan.tenant(), found, now).await();
    }
    return found.size();
  }

  /** Without those that were deleted or have ended since. */
  private Predicate<Firing> concerns(Tx tx, List<UUID> hiders, Instant now) {
    SuppressionTable table =
        SuppressionTable.of(
            0,
            hiding.silences(tx, now, hiders).await(),
            hiding.rules(tx, hiders).await(),
            List.of());
    // By all of the tenant's: whether one hides an alert may depend on another.
    SuppressionTable timing = SuppressionTable.of(0, List.of(), List.of(), timesOf(tx, hiders));
    return alert ->
        !table.silencing(alert.labels(), alert.service(), alert.severity(), now).isEmpty()
            || !table.sides(alert.labels()).isEmpty()
            || timing.hasTimes() && isHiddenBy(tx, timing, alert, hiders, now);
  }

  private List<NamedTimes> timesOf(Tx tx, List<UUID> hiders) {
    return times.times(tx, hiders).await().isEmpty() ? List.of() : times.times(tx, null).await();
  }

  private boolean isHiddenBy(
      Tx tx, SuppressionTable timing, Firing alert, List<UUID> hiders, Instant now) {
    RuleTimes said = rules.actions(tx, alert.routed(), alert.labels(), alert.firstSeen()).times();
    return timing.timing(said, now).stream().anyMatch(reason -> hiders.contains(reason.id()));
  }

  private <T> T inTransaction(Function<Tx, T> work) {
    return transactions.runUnbound(tx -> Future.succeededFuture(work.apply(tx))).await();
  }
}
