package dev.imas.gateway.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.rule.InvalidRuleSetException;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.gateway.decode.SourceOptions;
import dev.imas.gateway.decode.SourceProfile;
import dev.imas.gateway.sender.profile.ProfileSender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a snapshot through the gateway's narrow functions, and reuses what has not changed since
 * the last one.
 */
final class SnapshotReader {

  private static final Logger log = LoggerFactory.getLogger(SnapshotReader.class);

  private static final String SOURCES =
      """
      SELECT tenant_id, source_id, name, type, is_active, default_severity, config, signing_secret_enc, key_hash,
             expires_at
        FROM ingest_sources()\
      """;
  private static final String GENERATIONS =
      "SELECT tenant_id, generation FROM ingest_generations()";
  private static final String WEIGHTS = "SELECT tenant_id, weight FROM ingest_weights()";
  private static final String SERVICES =
      "SELECT id, name, aliases, is_triage FROM ingest_services($1)";
  private static final String TABLES =
      "SELECT version, name, columns, rows FROM ingest_lookup_tables($1)";
  private static final String RULE_SET = "SELECT version, rules FROM ingest_rule_set($1)";

  private final Vertx vertx;
  private final Pool pool;
  private final SecretBox secrets;
  private final Set<String> readers;
  private final boolean autoResolve;
  private final Runnable conditionFailed;

  SnapshotReader(
      Vertx vertx,
      Pool pool,
      SecretBox secrets,
      Set<String> readers,
      boolean autoResolve,
      Runnable conditionFailed) {
    this.vertx = vertx;
    this.pool = pool;
    this.secrets = secrets;
    this.readers = Set.copyOf(readers);
    this.autoResolve = autoResolve;
    this.conditionFailed = conditionFailed;
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
    Map<TenantId, Snapshot.TenantRoutes> routes = new HashMap<>();
    int generation = before.generation() + 1;
    List<Future<?>> tenants = new ArrayList<>();
    generations.forEach(
        (tenant, databaseGeneration) -> {
          Snapshot.TenantRoutes held = before.routesOf(tenant);
          if (held != null && held.databaseGeneration() == databaseGeneration) {
            routes.put(tenant, held);
          } else {
            tenants.add(
                readTable(tenant)
                    .onSuccess(
                        table ->
                            routes.put(
                                tenant,
                                new Snapshot.TenantRoutes(table, databaseGeneration, generation)))
                    .otherwise(
                        cause -> {
                          // One tenant's broken rules must not keep the others from posting.
                          log.atError()
                              .addKeyValue("tenant", tenant)
                              .setCause(cause)
                              .log(
                                  "The rules of a tenant cannot be used; the previous ones stay in"
                                      + " use");
                          if (held != null) {
                            routes.put(
                                tenant,
                                // What cannot be compiled is not tried again until it changes.
                                cause instanceof InvalidRuleSetException
                                    ? new Snapshot.TenantRoutes(
                                        held.table(), databaseGeneration, held.generation())
                                    : held);
                          }
                          return null;
                        }));
          }
        });
    Future<?> tables = tenants.isEmpty() ? Future.succeededFuture() : Future.all(tenants);
    return tables.compose(done -> readSources(routes, generation));
  }

  private Future<Snapshot> readSources(
      Map<TenantId, Snapshot.TenantRoutes> routes, int generation) {
    return Future.all(pool.preparedQuery(SOURCES).execute(), pool.preparedQuery(WEIGHTS).execute())
        .map(
            both -> {
              Iterable<Row> sourceRows = both.resultAt(0);
              Iterable<Row> weightRows = both.resultAt(1);
              Map<ByteBuffer, SourceEntry> sources = new HashMap<>();
              Map<UUID, SourceEntry> known = new HashMap<>();
              Map<String, SourceEntry> topics = new HashMap<>();
              Set<String> keyHeaders = new HashSet<>();
              Set<TenantId> canPost = new HashSet<>();
              for (Row row : sourceRows) {
                SourceEntry entry;
                try {
                  entry = entry(row);
                } catch (IllegalStateException unreadable) {
                  // A source whose secret is sealed with another key must not affect the others.
                  log.atError()
                      .addKeyValue("source", row.getUUID("source_id"))
                      .setCause(unreadable)
                      .log("A source cannot be used; its posts are refused");
                  continue;
                }
                known.put(entry.profile().id(), entry);
                KafkaTopic topic = entry.topic();
                if (topic != null) {
                  // Only a prefix without the tenant lets two have the same: the older source has
                  // it.
                  topics.merge(topic.name(), entry, SnapshotReader::older);
                }
                Buffer key = row.getBuffer("key_hash");
                if (key != null) {
                  sources.put(ByteBuffer.wrap(key.getBytes()), entry);
                }
                if (entry.active() && (key != null || topic != null)) {
                  canPost.add(entry.tenant());
                }
                String header = entry.access().keyHeader();
                if (header != null && key != null) {
                  keyHeaders.add(header);
                }
              }
              Map<TenantId, Integer> weights = new HashMap<>();
              for (Row row : weightRows) {
                weights.put(new TenantId(row.getUUID("tenant_id")), row.getInteger("weight"));
              }
              return new Snapshot(
                  sources,
                  known,
                  topics,
                  routes,
                  keyHeaders,
                  TenantWeights.of(weights, canPost, generation),
                  generation);
            });
  }

  private static SourceEntry older(SourceEntry one, SourceEntry other) {
    return one.profile().id().compareTo(other.profile().id()) <= 0 ? one : other;
  }

  private Future<RoutingTable> readTable(TenantId tenant) {
    Tuple of = Tuple.of(tenant.value());
    return Future.all(
            pool.preparedQuery(SERVICES).execute(of), pool.preparedQuery(RULE_SET).execute(of))
        .compose(
            both -> {
              Iterable<Row> services = both.resultAt(0);
              List<Service> catalog = new ArrayList<>();
              for (Row row : services) {
                catalog.add(
                    new Service(
                        row.getUUID("id"),
                        row.getString("name"),
                        List.of(row.getArrayOfStrings("aliases")),
                        row.getBoolean("is_triage")));
              }
              Iterable<Row> ruleSets = both.resultAt(1);
              int version = 0;
              String rules = "[]";
              for (Row row : ruleSets) {
                version = row.getInteger("version");
                rules = row.getString("rules");
              }
              int number = version;
              String text = rules;
              return lookupTables(of, text)
                  // Compiling 10,000 rules would block an event loop for too long.
                  .compose(
                      tables ->
                          vertx.executeBlocking(
                              () -> compile(number, text, catalog, tables), false));
            });
  }

  /** Those that the rules name. Most rules name none, and nothing is asked for them. */
  private Future<RowSet<Row>> lookupTables(Tuple tenant, String rules) {
    return rules.contains("\"enrich\"")
        ? pool.preparedQuery(TABLES).execute(tenant)
        : Future.succeededFuture();
  }

  private RoutingTable compile(
      int version, String rules, List<Service> services, @Nullable RowSet<Row> tableRows) {
    Map<Integer, LookupTable> tables = new HashMap<>();
    if (tableRows != null) {
      for (Row row : tableRows) {
        LookupTable table = lookupTable(row);
        tables.put(table.version(), table);
      }
    }
    RuleSetDefinition definition =
        rules.equals("[]")
            ? RuleSetDefinition.EMPTY
            : Json.read("{\"rules\":" + rules + "}", RuleSetDefinition.class);
    return RoutingTable.compile(
        version,
        definition,
        ServiceCatalog.of(services),
        autoResolve,
        tables::get,
        conditionFailed);
  }

  private static LookupTable lookupTable(Row row) {
    return new LookupTable(
        row.getInteger("version"),
        row.getString("name"),
        List.of(row.getArrayOfStrings("columns")),
        Json.read(row.getString("rows"), LookupRows.class));
  }

  /** A type for Jackson. */
  private static final class LookupRows extends ArrayList<List<String>> {
    private static final long serialVersionUID = 1;
  }

  private SourceEntry entry(Row row) {
    TenantId tenant = new TenantId(row.getUUID("tenant_id"));
    Buffer sealed = row.getBuffer("signing_secret_enc");
    OffsetDateTime expires = row.getOffsetDateTime("expires_at");
    SourceConfig config = config(row);
    return new SourceEntry(
        tenant,
        row.getString("name"),
        row.getBoolean("is_active"),
        SourceAccess.of(config, readers.contains(row.getString("type"))),
        new SourceProfile(
            row.getUUID("source_id"),
            row.getString("type"),
            Severity.of(row.getInteger("default_severity")),
            SourceOptions.of(config, ProfileSender.decoder(config))),
        ProfileSender.format(config),
        sealed == null ? null : new Secret(secrets.open(sealed.getBytes(), tenant)),
        expires == null ? null : expires.toInstant(),
        config.kafka(),
        config.keepsBodies());
  }

  /**
   * Options are checked when they are saved, so a bad one is left over from an older version. The
   * other options are still used.
   */
  private static SourceConfig config(Row row) {
    String stored = row.getString("config");
    if (stored.equals("{}")) {
      return SourceConfig.NONE;
    }
    return SourceConfig.read(
        Json.read(stored, JsonNode.class),
        (pointer, expected) ->
            log.atError()
                .addKeyValue("source", row.getUUID("source_id"))
                .addKeyValue("member", pointer)
                .log(
                    "An option of a source cannot be read; it counts as not set, and sns as no"
                        + " topic"));
  }
}
