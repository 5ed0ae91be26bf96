package dev.imas.core.storm;

import dev.imas.core.work.RememberedTenants;

/** Which tenants may have storms: the incidents of all others cost no question. */
public final class StormTenants extends RememberedTenants {

  public StormTenants() {
    super(new StormRepository()::tenants);
  }
}
