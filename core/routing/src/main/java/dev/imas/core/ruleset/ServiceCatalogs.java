package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ServiceCatalog;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The services of tenants whose rules ask for them. Each tenant's are read again when something has
 * changed by which gateways route; those of the last {@value #MOST} tenants are kept.
 */
final class ServiceCatalogs {

  private static final int MOST = 100;

  private record Read(long generation, ServiceCatalog catalog) {}

  private final ServiceRepository services = new ServiceRepository();
  private final RoutingGenerationRepository generations = new RoutingGenerationRepository();

  /** The last used comes last. */
  private final LinkedHashMap<TenantId, Read> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Those of the transaction's tenant. Call it on a virtual thread. */
  ServiceCatalog of(Tx tx) {
    TenantId tenant = tx.tenant().orElseThrow();
    long generation = generations.now(tx);
    Read there = known(tenant);
    if (there != null && there.generation == generation) {
      return there.catalog;
    }
    ServiceCatalog read = StoredRules.catalog(StoredRules.services(tx, services));
    keep(tenant, new Read(generation, read));
    return read;
  }

  private synchronized @Nullable Read known(TenantId tenant) {
    return known.get(tenant);
  }

  private synchronized void keep(TenantId tenant, Read read) {
    known.put(tenant, read);
    if (known.size() > MOST) {
      known.pollFirstEntry();
    }
  }
}
