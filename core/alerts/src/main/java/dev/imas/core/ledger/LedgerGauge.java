package dev.imas.core.ledger;

import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.EachTenant;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;

/**
 * {@code imas_ledger_imbalance}: the alerts of the last hour that no disposition accounts for, as
 * an absolute sum over all tenants. Anything but 0 means a lost or doubled alert.
 */
public final class LedgerGauge {

  private final EachTenant tenants;
  private final LedgerRepository ledger;

  private LedgerGauge(EachTenant tenants, LedgerRepository ledger) {
    this.tenants = tenants;
    this.ledger = ledger;
  }

  public static MeasuredFigure of(
      Transactions transactions, LedgerRepository ledger, MeterRegistry meters) {
    MeasuredFigure imbalance =
        new MeasuredFigure(
            "imbalance", 0, new LedgerGauge(new EachTenant(transactions), ledger)::measure);
    Gauge.builder("imas.ledger.imbalance", imbalance::value)
        .description("Alerts accepted in the last hour that no disposition accounts for")
        .register(meters);
    return imbalance;
  }

  private Future<Long> measure() {
    return tenants
        .run((tx, tenant) -> ledger.recentImbalance(tx))
        .compose(EachTenant.Outcome::orFail)
        .map(all -> all.done().values().stream().mapToLong(Math::abs).sum());
  }
}
