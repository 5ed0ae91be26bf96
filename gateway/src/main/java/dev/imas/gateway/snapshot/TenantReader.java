package dev.imas.gateway.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.core.sla.ServiceTier;
import dev.imas.core.work.FanOut;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tenants through the gateway's narrow functions, page by page: each query is for all tenants
 * of a page. What is wrong with one tenant keeps no other from being read.
 */
final class TenantReader {

  private static final Logger log = LoggerFactory.getLogger(TenantReader.class);

  /** While one is compiled, the next is read. */
  private static final int PAGES_AT_ONCE = 2;

  private static final String SIZES =
      "SELECT tenant_id, bytes FROM ingest_routing_sizes($1::uuid[])";
  private static final String SOURCES =
      """
      SELECT tenant_id, source_id, name, type, is_active, default_severity, config, signing_secret_enc, key_hash,
             expires_at, former_secret_enc, former_secret_until
        FROM ingest_sources_of($1::uuid[])\
      """;
  private static final String SERVICES =
      "SELECT tenant_id, id, name, aliases, is_triage, tier, team_id, team"
          + " FROM ingest_services_of($1::uuid[])";
  private static final String RULE_SETS =
      "SELECT tenant_id, version, rules FROM ingest_rule_sets_of($1::uuid[])";
  private static final String TABLES =
      "SELECT tenant_id, version, name, columns, rows FROM ingest_lookup_tables_of($1::uuid[])";

  private final Vertx vertx;
  private final Pool pool;
  private final SecretBox secrets;
  private final Set<String> readers;
  private final boolean autoResolve;
  private final Runnable conditionFailed;

  TenantReader(
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

  /** Reads all of them. It fails if the database cannot be asked for any. */
  Future<List<TenantReading>> read(List<TenantId> tenants) {
    return pages(tenants)
        .compose(pages -> FanOut.over(PAGES_AT_ONCE, pages, this::page))
        .map(TenantReader::joined);
  }

  private static List<TenantReading> joined(List<List<TenantReading>> pages) {
    return pages.stream().flatMap(List::stream).toList();
  }

  private Future<List<List<TenantId>>> pages(List<TenantId> tenants) {
    return tenants.size() <= 1
        ? Future.succeededFuture(TenantPages.of(tenants))
        : FanOut.over(PAGES_AT_ONCE, TenantPages.of(tenants), this::sizes)
            .map(
                sizes -> {
                  Map<TenantId, Long> bytes = new HashMap<>();
                  sizes.forEach(bytes::putAll);
                  return TenantPages.of(tenants, bytes);
                });
  }

  private Future<Map<TenantId, Long>> sizes(List<TenantId> tenants) {
    return ask(SIZES, tenants)
        .map(
            rows -> {
              Map<TenantId, Long> sizes = new HashMap<>();
              rows.forEach(row -> sizes.put(tenant(row), row.getLong("bytes")));
              return sizes;
            });
  }

  /** What a page cannot be read with may be one tenant's, so both halves are tried. */
  private Future<List<TenantReading>> page(List<TenantId> tenants) {
    return whole(tenants)
        .recover(
            cause -> {
              if (isOfAll(cause)) {
                return Future.failedFuture(cause);
              }
              if (tenants.size() == 1) {
                return Future.succeededFuture(
                    List.of(new TenantReading.Unread(tenants.getFirst(), cause)));
              }
              int half = tenants.size() / 2;
              List<List<TenantId>> halves =
                  List.of(tenants.subList(0, half), tenants.subList(half, tenants.size()));
              return FanOut.over(1, halves, this::page).map(TenantReader::joined);
            });
  }

  private static boolean isOfAll(Throwable cause) {
    return switch (DatabaseFailure.of(cause)) {
      case AWAY, WRONG_SERVER, IN_DOUBT, SCHEMA_MOVED, BUSY, FORBIDDEN, NOT_LET_IN -> true;
      case CONFLICT, LOCKED, CANCELLED, DUPLICATE, CONSTRAINT, UNSTORABLE, VALUE, OTHER -> false;
    };
  }

  private Future<List<TenantReading>> whole(List<TenantId> tenants) {
    Future<Collection<Row>> sources = ask(SOURCES, tenants);
    Future<Collection<Row>> services = ask(SERVICES, tenants);
    Future<Collection<Row>> rules = ask(RULE_SETS, tenants);
    return Future.all(sources, services, rules)
        .compose(read -> tables(rules.result()))
        .compose(
            tables ->
                compiled(tenants, sources.result(), services.result(), rules.result(), tables));
  }

  /** Those that the rules name. Most rules name none, and nothing is asked for them. */
  private Future<Collection<Row>> tables(Collection<Row> rules) {
    List<TenantId> naming =
        rules.stream()
            .filter(row -> row.getString("rules").contains("\"enrich\""))
            .map(TenantReader::tenant)
            .toList();
    return naming.isEmpty() ? Future.succeededFuture(List.of()) : ask(TABLES, naming);
  }

  private Future<Collection<Row>> ask(String question, List<TenantId> tenants) {
    UUID[] ids = tenants.stream().map(TenantId::value).toArray(UUID[]::new);
    return pool.preparedQuery(question).execute(Tuple.of(ids)).map(TenantReader::rows);
  }

  private static Collection<Row> rows(RowSet<Row> found) {
    List<Row> rows = new ArrayList<>(found.size());
    found.forEach(rows::add);
    return rows;
  }

  /** On a worker: compiling 10,000 rules would block an event loop for too long. */
  private Future<List<TenantReading>> compiled(
      List<TenantId> tenants,
      Collection<Row> sources,
      Collection<Row> services,
      Collection<Row> rules,
      Collection<Row> tables) {
    return vertx
        .executeBlocking(
            () -> {
              Map<TenantId, List<Row>> sourcesOf = byTenant(sources);
              Map<TenantId, List<Row>> servicesOf = byTenant(services);
              Map<TenantId, List<Row>> rulesOf = byTenant(rules);
              Map<TenantId, List<Row>> tablesOf = byTenant(tables);
              return tenants.stream()
                  .<TenantReading>map(
                      tenant ->
                          reading(
                              tenant,
                              sourcesOf.getOrDefault(tenant, List.of()),
                              servicesOf.getOrDefault(tenant, List.of()),
                              rulesOf.getOrDefault(tenant, List.of()),
                              tablesOf.getOrDefault(tenant, List.of())))
                  .toList();
            },
            false)
        .map(Objects::requireNonNull);
  }

  private static Map<TenantId, List<Row>> byTenant(Collection<Row> rows) {
    Map<TenantId, List<Row>> all = new HashMap<>();
    rows.forEach(row -> all.computeIfAbsent(tenant(row), first -> new ArrayList<>()).add(row));
    return all;
  }

  private static TenantId tenant(Row row) {
    return new TenantId(row.getUUID("tenant_id"));
  }

  private TenantReading reading(
      TenantId tenant,
      List<Row> sourceRows,
      List<Row> serviceRows,
      List<Row> ruleRows,
      List<Row> tableRows) {
    List<TenantReading.KeyedSource> sources = sources(sourceRows);
    try {
      ServiceCatalog services = ServiceCatalog.of(services(serviceRows));
      try {
        return new TenantReading.Read(
            tenant, sources, compile(ruleRows, services, tableRows), null);
      } catch (RuntimeException fault) {
        return new TenantReading.Read(
            tenant, sources, compile(List.of(), services, List.of()), fault);
      }
    } catch (RuntimeException fault) {
      return new TenantReading.Read(tenant, sources, null, fault);
    }
  }

  private static List<Service> services(List<Row> rows) {
    List<Service> services = new ArrayList<>();
    for (Row row : rows) {
      services.add(
          new Service(
              row.getUUID("id"),
              row.getString("name"),
              List.of(row.getArrayOfStrings("aliases")),
              row.getBoolean("is_triage"),
              ServiceTier.valueOf(row.getString("tier")),
              new Service.Owner(row.getUUID("team_id"), row.getString("team"))));
    }
    return services;
  }

  /**
   * @param ruleRows none: without rules, labels find the service
   */
  private RoutingTable compile(List<Row> ruleRows, ServiceCatalog services, List<Row> tableRows) {
    int version = 0;
    String rules = "[]";
    for (Row row : ruleRows) {
      version = row.getInteger("version");
      rules = row.getString("rules");
    }
    Map<Integer, LookupTable> tables = new HashMap<>();
    for (Row row : tableRows) {
      LookupTable table = lookupTable(row);
      tables.put(table.version(), table);
    }
    RuleSetDefinition definition =
        rules.equals("[]")
            ? RuleSetDefinition.EMPTY
            : Json.read("{\"rules\":" + rules + "}", RuleSetDefinition.class);
    return RoutingTable.compile(
        version, definition, services, autoResolve, tables::get, conditionFailed);
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

  private List<TenantReading.KeyedSource> sources(List<Row> rows) {
    List<TenantReading.KeyedSource> sources = new ArrayList<>();
    for (Row row : rows) {
      try {
        Buffer key = row.getBuffer("key_hash");
        sources.add(
            new TenantReading.KeyedSource(
                key == null ? null : ByteBuffer.wrap(key.getBytes()), entry(row)));
      } catch (RuntimeException unreadable) {
        // A source whose secret is sealed with another key must not affect the others.
        log.atError()
            .addKeyValue("source", row.getUUID("source_id"))
            .setCause(unreadable)
            .log("A source cannot be used; its posts are refused");
      }
    }
    return sources;
  }

  private SourceEntry entry(Row row) {
    TenantId tenant = tenant(row);
    Buffer sealed = row.getBuffer("signing_secret_enc");
    OffsetDateTime expires = row.getOffsetDateTime("expires_at");
    SourceConfig config = config(row);
    return new SourceEntry(
        tenant,
        row.getString("name"),
        row.getBoolean("is_active"),
        SourceAccess.of(config, readers.contains(row.getString("type"))),
        SourceProfile.named(
            row.getString("name"),
            row.getUUID("source_id"),
            row.getString("type"),
            Severity.of(row.getInteger("default_severity")),
            SourceOptions.of(config, ProfileSender.decoder(config))),
        ProfileSender.format(config),
        sealed == null ? null : new Secret(secrets.open(sealed.getBytes(), tenant)),
        former(row, tenant),
        expires == null ? null : expires.toInstant(),
        config.kafka(),
        config.keepsBodies());
  }

  private SourceEntry.@Nullable FormerSecret former(Row row, TenantId tenant) {
    Buffer sealed = row.getBuffer("former_secret_enc");
    OffsetDateTime until = row.getOffsetDateTime("former_secret_until");
    return sealed == null || until == null
        ? null
        : new SourceEntry.FormerSecret(
            new Secret(secrets.open(sealed.getBytes(), tenant)), until.toInstant());
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
