package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.rule.RoutingTable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a request needs that is not in the request, at one moment. Immutable, so a request
 * ends with the one it began with.
 *
 * @param sources by SHA-256 of the key
 * @param known all sources by their ids, also those without a key
 * @param topics the sources that are read from Kafka, by the name of the topic
 * @param routes by tenant
 * @param keyHeaders header names, in lower case, in which some source sends its key besides the
 *     usual ones
 * @param weights the tenants' shares
 * @param generation increases with every change of any tenant
 */
public record Snapshot(
    Map<ByteBuffer, SourceEntry> sources,
    Map<UUID, SourceEntry> known,
    Map<String, SourceEntry> topics,
    Map<TenantId, TenantRoutes> routes,
    Set<String> keyHeaders,
    TenantWeights weights,
    int generation) {

  /**
   * @param generation of this tenant's routing: cache entries made under another one are not valid
   */
  public record TenantRoutes(RoutingTable table, long databaseGeneration, int generation) {}

  static final Snapshot EMPTY =
      new Snapshot(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), TenantWeights.NONE, 0);

  public Snapshot {
    sources = Map.copyOf(sources);
    known = Map.copyOf(known);
    topics = Map.copyOf(topics);
    routes = Map.copyOf(routes);
    keyHeaders = Set.copyOf(keyHeaders);
  }

  /** The source with this key, null for none. */
  public @Nullable SourceEntry sourceOf(byte[] keyHash) {
    return sources.get(ByteBuffer.wrap(keyHash));
  }

  /** The tenant's source, whether anything can be posted to it or not; null when it has none. */
  public @Nullable SourceEntry source(TenantId tenant, UUID id) {
    SourceEntry found = known.get(id);
    return found == null || !found.tenant().equals(tenant) ? null : found;
  }

  /** Null only between the first post of a new tenant and the next check a second later. */
  public @Nullable TenantRoutes routesOf(TenantId tenant) {
    return routes.get(tenant);
  }
}
