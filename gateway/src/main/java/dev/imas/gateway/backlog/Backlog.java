package dev.imas.gateway.backlog;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.snapshot.TenantWeights;
import java.util.Map;

/**
 * How many outbox rows wait for core, at one moment. Immutable.
 *
 * @param byTenant an estimate where many wait; a tenant that is missing has few or none
 */
public record Backlog(Map<TenantId, Long> byTenant, long total) {

  public static final Backlog NONE = new Backlog(Map.of(), 0);

  public Backlog {
    byTenant = Map.copyOf(byTenant);
  }

  static Backlog of(Map<TenantId, Long> byTenant) {
    return new Backlog(byTenant, byTenant.values().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * Whether more rows wait in all than the mark, and more of this tenant than its share of the
   * mark. Shares go by weight among the tenants that have rows waiting.
   */
  public boolean isAbove(long mark, TenantId tenant, TenantWeights weights) {
    if (total <= mark) {
      return false;
    }
    long active = byTenant.containsKey(tenant) ? 0 : weights.of(tenant);
    for (TenantId waiting : byTenant.keySet()) {
      active += weights.of(waiting);
    }
    long own = byTenant.getOrDefault(tenant, 0L);
    return own > (double) mark * weights.of(tenant) / active;
  }
}
