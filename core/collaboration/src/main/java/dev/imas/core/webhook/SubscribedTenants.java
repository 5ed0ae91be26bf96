package dev.imas.core.webhook;

import dev.imas.core.work.RememberedTenants;

/** Which tenants have subscriptions: changes of the incidents of all others cost no question. */
public final class SubscribedTenants extends RememberedTenants {

  public SubscribedTenants() {
    super(new EventRepository()::tenants);
  }
}
