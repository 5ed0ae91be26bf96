package dev.imas.core.ledger;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code imas_ledger_imbalance}: what the last hour accepted and cannot account for, over all
 * tenants, without sign. Anything but 0 is a lost or doubled alert.
 */
public final class LedgerGauge extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(LedgerGauge.class);
  private static final long PERIOD_MILLIS = 15_000;

  private final Transactions transactions;
  private final LedgerRepository ledger;
  private volatile long imbalance;
  private boolean measuring;

  public LedgerGauge(Transactions transactions, LedgerRepository ledger, MeterRegistry meters) {
    this.transactions = transactions;
    this.ledger = ledger;
    Gauge.builder("imas.ledger.imbalance", () -> imbalance)
        .description("Alerts accepted in the last hour that no disposition accounts for")
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
        .runUnbound(ledger::tenants)
        .compose(this::sum)
        .onSuccess(sum -> imbalance = sum)
        .onFailure(e -> log.debug("The ledger cannot be summed", e))
        .onComplete(done -> measuring = false);
  }

  private Future<Long> sum(List<TenantId> tenants) {
    Future<Long> sum = Future.succeededFuture(0L);
    for (TenantId tenant : tenants) {
      sum =
          sum.compose(
              before ->
                  transactions
                      .run(tenant, (Tx tx) -> ledger.recentImbalance(tx))
                      .map(own -> before + Math.abs(own)));
    }
    return sum;
  }
}
