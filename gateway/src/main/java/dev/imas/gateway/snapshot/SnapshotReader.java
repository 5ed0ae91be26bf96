package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.rule.RoutingTable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a snapshot of what it reads of the tenants that have changed, and of the one before. */
final class SnapshotReader {

  private static final Logger log = LoggerFactory.getLogger(SnapshotReader.class);

  private static final String GENERATIONS =
      "SELECT tenant_id, generation FROM ingest_generations()";
  private static final String WEIGHTS = "SELECT tenant_id, weight FROM ingest_weights()";

  private final Pool pool;
  private final TenantReader tenants;

  /** Those with faults that the log has, and of which generation. */
  private Map<TenantId, Long> told = Map.of();

  SnapshotReader(Pool pool, TenantReader tenants) {
    this.pool = pool;
    this.tenants = tenants;
  }

  /** What shows a change: a generation per tenant. */
  Future<Map<TenantId, Long>> generations() {
    return pool.preparedQuery(GENERATIONS)
        .execute()
        .map(
            rows -> {
              Map<TenantId, Long> all = new HashMap<>();
              for (Row row : rows) {
                all.put(new TenantId(row.getUUID("tenant_id")), row.getLong("generation"));
              }
              return all;
            });
  }

  Future<Snapshot> read(Snapshot before, Map<TenantId, Long> generations) {
    List<TenantId> changed = new ArrayList<>();
    generations.forEach(
        (tenant, generation) -> {
          Snapshot.TenantRoutes held = before.routesOf(tenant);
          if (held == null || held.databaseGeneration() != generation) {
            changed.add(tenant);
          }
        });
    return tenants
        .read(changed)
        .compose(
            read ->
                pool.preparedQuery(WEIGHTS)
                    .execute()
                    .map(weights -> next(before, generations, read, weights)));
  }

  private Snapshot next(
      Snapshot before,
      Map<TenantId, Long> generations,
      List<TenantReading> read,
      Iterable<Row> weightRows) {
    Building next = new Building(before.generation() + 1);
    Set<TenantId> anew = new HashSet<>();
    Map<TenantId, Long> faulty = new HashMap<>();
    for (TenantReading one : read) {
      TenantId tenant = one.tenant();
      long generation = generations.getOrDefault(tenant, 0L);
      Snapshot.TenantRoutes held = before.routesOf(tenant);
      Throwable fault =
          switch (one) {
            case TenantReading.Read(var same, var sources, var table, var cause) -> {
              anew.add(tenant);
              sources.forEach(source -> next.add(source.key(), source.source()));
              next.add(tenant, generation, held, table, cause);
              yield cause;
            }
            case TenantReading.Unread(var same, var cause) -> cause;
          };
      if (fault != null) {
        faulty.put(tenant, generation);
        tell(tenant, generation, hasRules(held), fault);
      }
    }
    told = faulty;
    next.keep(before, tenant -> generations.containsKey(tenant) && !anew.contains(tenant));
    Map<TenantId, Integer> weights = new HashMap<>();
    for (Row row : weightRows) {
      weights.put(new TenantId(row.getUUID("tenant_id")), row.getInteger("weight"));
    }
    return next.snapshot(weights);
  }

  private static boolean hasRules(Snapshot.@Nullable TenantRoutes held) {
    return held != null && held.table().version() > 0;
  }

  /** Once, although it may be tried again each second. */
  private void tell(TenantId tenant, long generation, boolean hasRules, Throwable fault) {
    if (!Long.valueOf(generation).equals(told.get(tenant))) {
      log.atError()
          .addKeyValue("tenant", tenant)
          .setCause(fault)
          .log(
              hasRules
                  ? "The rules of a tenant cannot be used; the previous ones stay in use"
                  : "The rules of a tenant cannot be used; its alerts are routed without rules");
    }
  }

  /** A snapshot in the making. */
  private static final class Building {

    private final int generation;
    private final Map<ByteBuffer, SourceEntry> sources = new HashMap<>();
    private final Map<UUID, SourceEntry> known = new HashMap<>();
    private final Map<String, SourceEntry> topics = new HashMap<>();
    private final Map<TenantId, Snapshot.TenantRoutes> routes = new HashMap<>();
    private final Set<String> keyHeaders = new HashSet<>();
    private final Set<TenantId> canPost = new HashSet<>();

    Building(int generation) {
      this.generation = generation;
    }

    /** What was held of tenants that have not changed. */
    void keep(Snapshot before, Predicate<TenantId> isSame) {
      before
          .routes()
          .forEach(
              (tenant, held) -> {
                if (isSame.test(tenant)) {
                  routes.put(tenant, held);
                }
              });
      before
          .known()
          .values()
          .forEach(
              source -> {
                if (isSame.test(source.tenant())) {
                  add(null, source);
                }
              });
      before
          .sources()
          .forEach(
              (key, source) -> {
                if (isSame.test(source.tenant())) {
                  add(key, source);
                }
              });
    }

    /**
     * Rules that cannot be compiled are not tried again until they change. The previous ones stay
     * in use. Where there are none, alerts are routed without rules, by the services of now:
     * refused ones would reach nobody.
     */
    void add(
        TenantId tenant,
        long databaseGeneration,
        Snapshot.@Nullable TenantRoutes held,
        @Nullable RoutingTable table,
        @Nullable RuntimeException fault) {
      if (fault != null && held != null && hasRules(held)) {
        routes.put(
            tenant, new Snapshot.TenantRoutes(held.table(), databaseGeneration, held.generation()));
      } else if (table != null) {
        routes.put(tenant, new Snapshot.TenantRoutes(table, databaseGeneration, generation));
      }
    }

    void add(@Nullable ByteBuffer key, SourceEntry entry) {
      known.put(entry.profile().id(), entry);
      KafkaTopic topic = entry.topic();
      if (topic != null) {
        // Only a prefix without the tenant lets two have the same: the older source has it.
        topics.merge(topic.name(), entry, SnapshotReader::older);
      }
      if (entry.active() && (key != null || topic != null)) {
        canPost.add(entry.tenant());
      }
      if (key != null) {
        sources.put(key, entry);
        String header = entry.access().keyHeader();
        if (header != null) {
          keyHeaders.add(header);
        }
      }
    }

    Snapshot snapshot(Map<TenantId, Integer> weights) {
      return new Snapshot(
          sources,
          known,
          topics,
          routes,
          keyHeaders,
          TenantWeights.of(weights, canPost, generation),
          generation);
    }
  }

  private static SourceEntry older(SourceEntry one, SourceEntry other) {
    return one.profile().id().compareTo(other.profile().id()) <= 0 ? one : other;
  }
}
