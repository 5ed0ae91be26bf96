package dev.imas.core.gate;

import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Forgets answers of the gate past their retention. */
final class GateSweep {

  private static final int BATCH = 500;

  private final GateRepository decisions = new GateRepository();
  private final Transactions transactions;
  private final Duration kept;
  private final InstantSource clock;

  GateSweep(Transactions transactions, Duration kept, InstantSource clock) {
    this.transactions = transactions;
    this.kept = kept;
    this.clock = clock;
  }

  /** Batch after batch, each in a transaction, until one is not full. */
  Future<String> forget() {
    int sum = 0;
    int last;
    do {
      last =
          transactions
              .runUnbound(
                  tx ->
                      Future.succeededFuture(
                          decisions.forget(tx, clock.instant().minus(kept), BATCH)))
              .await();
      sum += last;
    } while (last == BATCH);
    return Future.succeededFuture(sum + " answers of the gate forgotten");
  }
}
