package dev.imas.core.runbook;

import dev.imas.core.platform.Tx;
import dev.imas.core.work.RememberedTenants;

/** Which tenants have runbooks that may be attached by themselves, so that others pay nothing. */
final class RunbookTenants extends RememberedTenants {

  RunbookTenants() {
    super(RunbookRepository::tenants);
  }

  boolean mayHaveSome(Tx tx) {
    return tx.tenant().filter(tenant -> mayContain(tenant.value())).isPresent();
  }
}
