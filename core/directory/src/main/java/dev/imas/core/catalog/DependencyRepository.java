package dev.imas.core.catalog;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads and writes what services depend on. Only on a virtual thread. */
public final class DependencyRepository {

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.service_graph.' || current_tenant(),"
          + " 0))";

  /**
   * Keeps others from changing dependencies of the tenant. Taken before any service is written,
   * since whoever applies documents writes many.
   */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  /** A service that a text names. */
  record Named(UUID id, boolean isTriage) {}

  private static final String BY_ID =
      "SELECT id::text AS wanted, id, is_triage FROM service WHERE id = ANY ($1)";

  private static final String BY_NAME =
      """
      SELECT DISTINCT ON (wanted) wanted, id, is_triage
        FROM (SELECT w.wanted, s.id, s.is_triage, s.is_active, s.name, false AS is_alias
                FROM unnest($1::text[]) AS w(wanted)
                JOIN service s ON lower(s.name) = lower(w.wanted)
               UNION ALL
              SELECT w.wanted, s.id, s.is_triage, s.is_active, s.name, true
                FROM service s
               CROSS JOIN LATERAL unnest(s.aliases) AS a(alias)
                JOIN unnest($1::text[]) AS w(wanted) ON lower(a.alias) = lower(w.wanted)) AS found
       ORDER BY wanted, is_alias, is_active DESC, name\
      """;

  /** Services by id, name or alias, including inactive ones. What is none is left out. */
  Map<String, Named> named(Tx tx, Collection<String> texts) {
    Map<String, Named> found = new HashMap<>();
    List<UUID> ids = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<String, String> asWritten = new HashMap<>();
    for (String text : texts) {
      UUID id = Reference.of(text).id();
      if (id != null) {
        ids.add(id);
        asWritten.put(id.toString(), text);
      }
    }
    if (!ids.isEmpty()) {
      put(
          found,
          tx.connection()
              .preparedQuery(BY_ID)
              .execute(tuple((Object) ids.toArray(UUID[]::new)))
              .await(),
          asWritten);
    }
    texts.stream().filter(text -> !found.containsKey(text)).forEach(names::add);
    if (!names.isEmpty()) {
      put(
          found,
          tx.connection()
              .preparedQuery(BY_NAME)
              .execute(tuple((Object) names.toArray(String[]::new)))
              .await(),
          Map.of());
    }
    return found;
  }

  private static void put(
      Map<String, Named> found, Iterable<Row> rows, Map<String, String> asWritten) {
    for (Row row : rows) {
      String wanted = row.getString("wanted");
      found.put(
          asWritten.getOrDefault(wanted, wanted),
          new Named(row.getUUID("id"), row.getBoolean("is_triage")));
    }
  }

  private static final String DELETE =
      "DELETE FROM service_dependency WHERE service_id = $1 AND upstream_id <> ALL ($2)";

  private static final String INSERT =
      """
      INSERT INTO service_dependency (tenant_id, service_id, upstream_id)
      SELECT current_tenant(), $1, u.id FROM unnest($2::uuid[]) AS u(id)
      ON CONFLICT DO NOTHING\
      """;

  /** The service depends on exactly these. */
  void replace(Tx tx, UUID service, Set<UUID> upstream) {
    UUID[] ids = upstream.toArray(UUID[]::new);
    tx.connection().preparedQuery(DELETE).execute(tuple(service, ids)).await();
    tx.connection().preparedQuery(INSERT).execute(tuple(service, ids)).await();
  }

  private static final String ALL =
      "SELECT service_id, upstream_id FROM service_dependency ORDER BY service_id, upstream_id"
          + " LIMIT $1";

  List<Edge> all(Tx tx, int most) {
    return edges(tx.connection().preparedQuery(ALL).execute(tuple(most)).await());
  }

  private static final String OF =
      """
      SELECT service_id, upstream_id FROM service_dependency
       WHERE service_id = ANY ($1)
       ORDER BY service_id, upstream_id
       LIMIT $2\
      """;

  /** What these services depend on. */
  public List<Edge> upstream(Tx tx, Collection<UUID> services, int most) {
    return edges(
        tx.connection()
            .preparedQuery(OF)
            .execute(tuple(services.toArray(UUID[]::new), most))
            .await());
  }

  private static final String ON =
      """
      SELECT service_id, upstream_id FROM service_dependency
       WHERE upstream_id = ANY ($1)
       ORDER BY upstream_id, service_id
       LIMIT $2\
      """;

  /** What depends on these services. */
  public List<Edge> downstream(Tx tx, Collection<UUID> services, int most) {
    return edges(
        tx.connection()
            .preparedQuery(ON)
            .execute(tuple(services.toArray(UUID[]::new), most))
            .await());
  }

  private static List<Edge> edges(Iterable<Row> rows) {
    List<Edge> edges = new ArrayList<>();
    rows.forEach(row -> edges.add(new Edge(row.getUUID("service_id"), row.getUUID("upstream_id"))));
    return edges;
  }

  private static final String KEEP =
      "SELECT id FROM service WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE";

  /** Those of these services that are there, which stay until the transaction ends. */
  Set<UUID> keep(Tx tx, Collection<UUID> services) {
    Set<UUID> there = new HashSet<>();
    tx.connection()
        .preparedQuery(KEEP)
        .execute(tuple((Object) services.toArray(UUID[]::new)))
        .await()
        .forEach(row -> there.add(row.getUUID("id")));
    return there;
  }

  private static final String NAMES = "SELECT id, name FROM service WHERE id = ANY ($1)";

  Map<UUID, String> names(Tx tx, Collection<UUID> services) {
    Map<UUID, String> names = new HashMap<>();
    tx.connection()
        .preparedQuery(NAMES)
        .execute(tuple((Object) services.toArray(UUID[]::new)))
        .await()
        .forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
    return names;
  }
}
