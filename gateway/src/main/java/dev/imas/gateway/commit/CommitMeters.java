package dev.imas.gateway.commit;

import dev.imas.core.platform.OncePerMinute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The metrics of the committers. All of them share one instance. */
public final class CommitMeters {

  private final Timer commitTime;
  private final DistributionSummary batchRows;
  private final Counter missed;
  private final Counter conflicts;
  private final Counter failed;
  private final Counter poisoned;
  private final Counter repeated;
  private final OncePerMinute failuresToTell = new OncePerMinute(System::nanoTime);

  public CommitMeters(MeterRegistry registry) {
    commitTime =
        Timer.builder("imas_ingest_commit_seconds")
            .description("Duration of one ingest transaction, from sending the batch to its result")
            .publishPercentiles(0.5, 0.99, 0.999)
            .register(registry);
    batchRows =
        DistributionSummary.builder("imas_ingest_batch_rows")
            .description("Rows per ingest transaction")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    missed =
        Counter.builder("imas_ingest_stale_cache_entries_total")
            .description(
                "Alerts sent again in full because their entry in the cache of known alerts was "
                    + "stale")
            .register(registry);
    conflicts =
        Counter.builder("imas_ingest_conflicts_total")
            .description("Batches repeated after a deadlock or a serialization failure")
            .register(registry);
    failed =
        Counter.builder("imas_ingest_batches_failed_total")
            .description("Batches that were not committed; their senders were answered 503")
            .register(registry);
    poisoned =
        Counter.builder("imas_ingest_rows_refused_total")
            .description("Alerts that the database refused; they are stored as dead letters")
            .register(registry);
    repeated =
        Counter.builder("imas_ingest_deliveries_repeated_total")
            .description("Posts with facts or changes that their sender had delivered before")
            .register(registry);
  }

  void committed(int rows, long nanos) {
    commitTime.record(nanos, TimeUnit.NANOSECONDS);
    batchRows.record(rows);
  }

  void missed(int rows) {
    if (rows > 0) {
      missed.increment(rows);
    }
  }

  void repeated() {
    repeated.increment();
  }

  void conflict() {
    conflicts.increment();
  }

  void failed() {
    failed.increment();
  }

  /** Counts a failure. Returns how many there were when a log line is due, else 0. */
  long failuresToTell() {
    return failuresToTell.dueAfterOneMore();
  }

  void poisoned() {
    poisoned.increment();
  }
}
