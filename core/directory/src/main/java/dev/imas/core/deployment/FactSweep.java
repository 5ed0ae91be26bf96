package dev.imas.core.deployment;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** Forgets deployments, pushes and names of deliveries past their retention. */
final class FactSweep {

  /** How long a delivery that comes again is known by its name. */
  private static final Duration NAMES = Duration.ofDays(7);

  private static final int BATCH = 500;

  private final DeploymentRepository deployments = new DeploymentRepository();
  private final Transactions transactions;
  private final Duration kept;
  private final InstantSource clock;

  FactSweep(Transactions transactions, Duration kept, InstantSource clock) {
    this.transactions = transactions;
    this.kept = kept;
    this.clock = clock;
  }

  Future<String> forget() {
    Instant now = clock.instant();
    int told = all(tx -> deployments.forgetDeployments(tx, now.minus(kept), BATCH));
    int pushed = all(tx -> deployments.forgetPushes(tx, now.minus(kept), BATCH));
    int names = all(tx -> deployments.forgetDeliveries(tx, now.minus(NAMES), BATCH));
    return Future.succeededFuture(
        told + " deployments, " + pushed + " pushes and " + names + " deliveries forgotten");
  }

  /** Batch after batch, each in a transaction, until one is not full. */
  private int all(Function<Tx, Integer> batch) {
    int sum = 0;
    int last;
    do {
      last = transactions.runUnbound(tx -> Future.succeededFuture(batch.apply(tx))).await();
      sum += last;
    } while (last == BATCH);
    return sum;
  }
}
