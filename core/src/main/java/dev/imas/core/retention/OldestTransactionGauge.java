package dev.imas.core.retention;

import dev.imas.core.platform.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code imas_database_oldest_transaction_seconds}: for how long a transaction has been open, ours
 * or another's. PostgreSQL keeps all old versions of rows for it; each repeat of an alert makes one
 * and walks over those before, so that repeats grow slower with every minute. NaN where the
 * database does not let us see it.
 */
public final class OldestTransactionGauge extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(OldestTransactionGauge.class);
  private static final long PERIOD_MILLIS = 15_000;

  private final Transactions transactions;
  private final OpenTransactionRepository open = new OpenTransactionRepository();
  private volatile double seconds = Double.NaN;
  private boolean measuring;

  public OldestTransactionGauge(Transactions transactions, MeterRegistry meters) {
    this.transactions = transactions;
    Gauge.builder("imas.database.oldest.transaction.seconds", () -> seconds)
        .description("Age of the oldest open transaction of IMAS's database")
        .register(meters);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(1_000, PERIOD_MILLIS, timer -> measure());
    return Future.succeededFuture();
  }

  private void measure() {
    if (measuring) {
      return;
    }
    measuring = true;
    transactions
        .runUnbound(open::oldestSeconds)
        .onSuccess(found -> seconds = found)
        .onFailure(e -> log.debug("The oldest transaction cannot be read", e))
        .onComplete(done -> measuring = false);
  }
}
