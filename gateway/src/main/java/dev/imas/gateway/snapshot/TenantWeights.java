package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import java.util.Map;
import java.util.Set;

/**
 * How the gateway is shared among tenants: each gets a share by its weight. Immutable.
 *
 * @param byTenant at least 1 each
 * @param total of the tenants that can post; one without a live source needs no room
 * @param generation of the snapshot it belongs to; a higher one is newer
 */
public record TenantWeights(Map<TenantId, Integer> byTenant, long total, int generation) {

  public static final TenantWeights NONE = new TenantWeights(Map.of(), 1, 0);

  public TenantWeights {
    byTenant = Map.copyOf(byTenant);
    total = Math.max(1, total);
  }

  static TenantWeights of(Map<TenantId, Integer> byTenant, Set<TenantId> canPost, int generation) {
    long total = 0;
    for (TenantId tenant : canPost) {
      total += byTenant.getOrDefault(tenant, 1);
    }
    return new TenantWeights(byTenant, total, generation);
  }

  /** 1 for a tenant that is not known yet. */
  public int of(TenantId tenant) {
    return byTenant.getOrDefault(tenant, 1);
  }
}
