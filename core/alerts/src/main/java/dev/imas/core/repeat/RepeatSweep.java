package dev.imas.core.repeat;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.repeat.RepeatRepository.Key;
import dev.imas.core.work.DatabaseLoad;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Counts, when a quarter of an hour is over, how often each alert was repeated in it. What has
 * grown since the row before is what was repeated, so no post is made slower by it. Works in
 * batches, each a transaction, and repeating one changes nothing. Posts and pages go first: it
 * waits while the database is busy. Only for virtual threads.
 */
public final class RepeatSweep {

  /** Keys that are read at once, at about 100 bytes each. */
  private static final int KEYS = 50_000;

  private static final int BATCH = 1_000;

  /**
   * Of alerts that have changed. No index has these by their time, so each page reads the changes
   * of a day. In a storm of more, what a quarter has beyond is left out.
   */
  private static final int PAGES_OF_CHANGED = 4;

  /**
   * So long a pass waits in all. What is repeated meanwhile is counted in the quarter before, so it
   * may not be much of one.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final RepeatRepository repeats = new RepeatRepository();
  private final Transactions transactions;
  private final DatabaseLoad load;
  private final RepeatConfig config;
  private final InstantSource clock;
  private final Counter leftOut;

  public RepeatSweep(
      Transactions transactions,
      DatabaseLoad load,
      RepeatConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    this.transactions = transactions;
    this.load = load;
    this.config = config;
    this.clock = clock;
    this.leftOut =
        Counter.builder("imas.repeats.left.out")
            .description("Alerts whose repeats in a quarter of an hour were not kept, by the bound")
            .register(meters);
  }

  /** Does nothing while the last quarter that is over was counted already. */
  public Future<String> run() {
    Instant until = Quarter.of(clock.instant());
    Optional<Instant> counted = call(repeats::countedUntil);
    if (counted.filter(done -> !done.isBefore(until)).isPresent()) {
      return Future.succeededFuture("nothing to count");
    }
    Pass pass = new Pass(until.minus(Quarter.LENGTH), counted);
    pass.all(Integer.MAX_VALUE, (tx, after) -> repeats.repeated(tx, pass.since, after, KEYS));
    pass.all(Integer.MAX_VALUE, (tx, after) -> repeats.firing(tx, pass.since, after, KEYS));
    pass.all(PAGES_OF_CHANGED, (tx, after) -> repeats.changed(tx, pass.since, after, KEYS));
    call(
        tx -> {
          repeats.counted(tx, pass.since, until);
          return true;
        });
    return Future.succeededFuture(pass.kept + " alerts counted");
  }

  private <T> T call(Function<Tx, T> work) {
    return transactions.runUnbound(tx -> Future.succeededFuture(work.apply(tx))).await();
  }

  /** Reads keys in their order. */
  private interface Keys {
    List<Key> next(Tx tx, UUID after);
  }

  private final class Pass {
    private final Instant at;
    private final Instant since;
    private final Instant from;
    private final Map<UUID, Integer> ofTenant = new HashMap<>();
    private int kept;
    private long waited;

    /**
     * @param at when the quarter began
     * @param counted up to when repeats were counted before; empty: never
     */
    Pass(Instant at, Optional<Instant> counted) {
      this.at = at;
      this.since = counted.orElse(at);
      this.from = call(repeats::countedFrom).orElse(at);
    }

    /**
     * @param most how many pages of keys are read
     */
    void all(int most, Keys keys) {
      UUID after = new UUID(0, 0);
      List<Key> page;
      int pages = 0;
      do {
        UUID from = after;
        page = call(tx -> keys.next(tx, from));
        for (int i = 0; i < page.size(); i += BATCH) {
          awaitQuiet();
          count(page.subList(i, Math.min(i + BATCH, page.size())));
        }
        after = page.isEmpty() ? after : page.getLast().fingerprint();
      } while (page.size() == KEYS && ++pages < most);
    }

    private void awaitQuiet() {
      if (waited < LONGEST_WAIT.toNanos()) {
        long begun = System.nanoTime();
        load.awaitQuiet();
        waited += System.nanoTime() - begun;
      }
    }

    private void count(List<Key> batch) {
      Map<UUID, Integer> asked = new HashMap<>(ofTenant);
      List<Key> within =
          batch.stream()
              .filter(key -> asked.merge(key.tenant(), 1, Integer::sum) <= config.alerts())
              .toList();
      leftOut.increment(batch.size() - (double) within.size());
      if (!within.isEmpty()) {
        for (UUID tenant : call(tx -> repeats.count(tx, within, at, from))) {
          ofTenant.merge(tenant, 1, Integer::sum);
          kept++;
        }
      }
    }
  }
}
