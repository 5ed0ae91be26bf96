package dev.imas.core.webhook;

import dev.imas.core.platform.Transactions;
import dev.imas.core.work.RememberedTenants;
import org.slf4j.LoggerFactory;

/** Which tenants have subscriptions: changes of the incidents of all others cost no question. */
public final class SubscribedTenants extends RememberedTenants {

  public SubscribedTenants(Transactions transactions) {
    super(
        transactions,
        new EventRepository()::tenants,
        LoggerFactory.getLogger(SubscribedTenants.class),
        "The tenants with event webhooks cannot be read");
  }
}
