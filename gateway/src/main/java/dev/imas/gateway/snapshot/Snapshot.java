package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.rule.RoutingTable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a request needs that is not in the request, at one moment. Immutable: a request that
 * began with one ends with it.
 *
 * @param sources by SHA-256 of the key
 * @param routes by tenant
 * @param keyHeaders header names, lower case, in which some source sends its key besides the usual
 *     ones
 * @param weights the tenants' shares
 * @param generation moves with every change of any tenant
 */
public record Snapshot(
    Map<ByteBuffer, SourceEntry> sources,
    Map<TenantId, TenantRoutes> routes,
    Set<String> keyHeaders,
    TenantWeights weights,
    int generation) {

  /**
   * @param generation of this tenant's routing: cache entries made under another one are not valid
   */
  public record TenantRoutes(RoutingTable table, long databaseGeneration, int generation) {}

  static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Set.of(), TenantWeights.NONE, 0);

  public Snapshot {
    sources = Map.copyOf(sources);
    routes = Map.copyOf(routes);
    keyHeaders = Set.copyOf(keyHeaders);
  }

  /** Who has this key, null for nobody. */
  public @Nullable SourceEntry sourceOf(byte[] keyHash) {
    return sources.get(ByteBuffer.wrap(keyHash));
  }

  /** The source of that tenant by one of its live keys, null when it has none. */
  public @Nullable SourceEntry source(TenantId tenant, UUID id) {
    for (SourceEntry entry : sources.values()) {
      if (entry.tenant().equals(tenant) && entry.profile().id().equals(id)) {
        return entry;
      }
    }
    return null;
  }

  /** Null only between the first post of a new tenant and the next second's look. */
  public @Nullable TenantRoutes routesOf(TenantId tenant) {
    return routes.get(tenant);
  }
}
