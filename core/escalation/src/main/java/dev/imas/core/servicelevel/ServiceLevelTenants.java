package dev.imas.core.servicelevel;

import dev.imas.core.work.RememberedTenants;

/** Which tenants have service levels: the incidents of all others cost no question. */
final class ServiceLevelTenants extends RememberedTenants {

  ServiceLevelTenants() {
    super(new ServiceLevelRepository()::tenants);
  }
}
