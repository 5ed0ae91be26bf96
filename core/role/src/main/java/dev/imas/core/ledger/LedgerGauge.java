package dev.imas.core.ledger;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@code imas_ledger_imbalance}: the alerts of the last hour that no disposition accounts for, as
 * an absolute sum over all tenants. Anything but 0 means a lost or doubled alert.
 */
public final class LedgerGauge {

  private final Transactions transactions;
  private final LedgerRepository ledger;

  private LedgerGauge(Transactions transactions, LedgerRepository ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  public static MeasuredFigure of(
      Transactions transactions, LedgerRepository ledger, MeterRegistry meters) {
    MeasuredFigure imbalance =
        new MeasuredFigure("imbalance", 0, new LedgerGauge(transactions, ledger)::measure);
    Gauge.builder("imas.ledger.imbalance", imbalance::value)
        .description("Alerts accepted in the last hour that no disposition accounts for")
        .register(meters);
    return imbalance;
  }

  private Future<Long> measure() {
    return transactions.runUnbound(ledger::tenants).compose(this::sum);
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
