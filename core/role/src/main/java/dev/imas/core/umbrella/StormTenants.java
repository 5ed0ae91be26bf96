package dev.imas.core.umbrella;

import dev.imas.core.platform.Transactions;
import dev.imas.core.work.RememberedTenants;
import org.slf4j.LoggerFactory;

/** Which tenants may have storms: the incidents of all others cost no question. */
public final class StormTenants extends RememberedTenants {

  public StormTenants(Transactions transactions) {
    super(
        transactions,
        new StormRepository()::tenants,
        LoggerFactory.getLogger(StormTenants.class),
        "The tenants with storms cannot be read");
  }
}
