package dev.imas.core.lookup;

import dev.imas.core.lookup.LookupRepository.Old;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes versions of lookup tables that nothing names any more. One is kept while its table has
 * it; while rules that read it are in force, or were within the retention of alerts, which is at
 * least that of the journal; and while an alert or an incident is there that such rules routed. So
 * explanations, simulations and a rollback read what the gateway read.
 */
public final class LookupForgetting {

  /** Each may have some hundred kilobytes. */
  private static final int BATCH = 100;

  /** Of a tenant in one run. */
  private static final int MOST = 500;

  /** Partitions of the journal go within hours of their time. */
  private static final Duration AFTER_THE_JOURNAL = Duration.ofDays(1);

  private final LookupRepository tables = new LookupRepository();
  private final Duration kept;
  private final InstantSource clock;
  private final Counter removed;

  /**
   * @param kept how long alerts are kept
   */
  public LookupForgetting(Duration kept, InstantSource clock, MeterRegistry meters) {
    this.kept = kept.plus(AFTER_THE_JOURNAL);
    this.clock = clock;
    this.removed =
        Counter.builder("imas.retention.rows")
            .description("Rows removed because they were past their retention")
            .tag("table", "lookup_table_version")
            .register(meters);
  }

  /** Of the transaction's tenant. On a virtual thread. */
  public Future<Void> forget(Tx tx) {
    if (!tables.holdActivations(tx)) {
      return Future.succeededFuture(); // the next run does it
    }
    Instant before = clock.instant().minus(kept);
    List<Integer> gone = new ArrayList<>();
    List<Old> old = tables.old(tx, before, 0, BATCH);
    while (!old.isEmpty() && gone.size() < MOST) {
      gone.addAll(unnamed(tx, old));
      old = tables.old(tx, before, old.getLast().version(), BATCH);
    }
    if (!gone.isEmpty()) {
      tables.forget(tx, gone);
      tx.afterCommit(() -> removed.increment(gone.size()));
    }
    return Future.succeededFuture();
  }

  /** This reads the alerts once for a batch, since no index leads from rules to their alerts. */
  private List<Integer> unnamed(Tx tx, List<Old> old) {
    Set<Integer> readers = new HashSet<>();
    old.forEach(one -> readers.addAll(one.readers()));
    Set<Integer> named = readers.isEmpty() ? Set.of() : tables.named(tx, readers);
    return old.stream()
        .filter(one -> one.readers().stream().noneMatch(named::contains))
        .map(Old::version)
        .toList();
  }
}
