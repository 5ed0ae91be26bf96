package dev.imas.core.dora;

import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Forgets reports past the retention of the deployments that they are about. */
final class DoraReportSweep {

  private static final int BATCH = 500;

  private final DoraReportRepository reports = new DoraReportRepository();
  private final Transactions transactions;
  private final Duration kept;
  private final InstantSource clock;

  DoraReportSweep(Transactions transactions, Duration kept, InstantSource clock) {
    this.transactions = transactions;
    this.kept = kept;
    this.clock = clock;
  }

  Future<String> forget() {
    int forgotten =
        transactions
            .runUnbound(
                tx ->
                    Future.succeededFuture(reports.forget(tx, clock.instant().minus(kept), BATCH)))
            .await();
    return Future.succeededFuture(forgotten + " reports of DORA metrics forgotten");
  }
}
