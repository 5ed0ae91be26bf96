package dev.imas.core.field;

import dev.imas.core.platform.Tx;
import dev.imas.core.work.RememberedTenants;

/** Which tenants have fields of their own, so that others pay nothing. */
final class FieldTenants extends RememberedTenants {

  FieldTenants() {
    super(FieldRepository::tenants);
  }

  boolean mayHaveSome(Tx tx) {
    return tx.tenant().filter(tenant -> mayContain(tenant.value())).isPresent();
  }
}
