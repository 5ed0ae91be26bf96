package dev.imas.core.catalog;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes services. */
public final class ServiceRepository {

  public record ServiceView(
      UUID id,
      String name,
      List<String> aliases,
      String description,
      Owner ownerTeam,
      String tier,
      @Nullable Policy escalationPolicy,
      @Nullable String runbookUrl,
      @Nullable String repositoryUrl,
      @Nullable String monitoringUrl,
      List<Upstream> dependsOn,
      @Nullable String reopenWindow,
      boolean isActive,
      boolean isTriage,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {}

  public record Owner(UUID id, String name) {}

  /** What the service depends on. */
  public record Upstream(UUID id, String name) {}

  /** The escalation policy that the service names. */
  public record Policy(UUID id, String name) {}

  /**
   * What a service points to.
   *
   * @param policy null for none of its own
   */
  record Links(UUID owner, @Nullable UUID policy) {}

  /** The members of a service that users write. */
  record Writing(
      String name,
      List<String> aliases,
      String description,
      String tier,
      @Nullable String runbookUrl,
      @Nullable String repositoryUrl,
      @Nullable String monitoringUrl,
      @Nullable Duration reopenWindow,
      boolean isActive) {}

  public record Found(UUID id, boolean isTriage) {}

  // While documents are applied, one that a service depends on may not be there yet.
  private static final String LIST =
      """
      SELECT s.id, s.name, s.aliases, s.description, s.owner_team_id, t.name AS team_name, s.tier, s.runbook_url,
             s.repository_url, s.monitoring_url, s.is_active, s.is_triage, s.version, s.created_at, s.updated_at,
             s.reopen_window_seconds, p.id AS policy_id, p.name AS policy_name,
             ARRAY(SELECT d.upstream_id FROM service_dependency d
                     LEFT JOIN service u ON u.tenant_id = d.tenant_id AND u.id = d.upstream_id
                    WHERE d.service_id = s.id ORDER BY lower(u.name), d.upstream_id) AS upstream_ids,
             ARRAY(SELECT coalesce(u.name, d.upstream_id::text) FROM service_dependency d
                     LEFT JOIN service u ON u.tenant_id = d.tenant_id AND u.id = d.upstream_id
                    WHERE d.service_id = s.id ORDER BY lower(u.name), d.upstream_id) AS upstream_names
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
        LEFT JOIN escalation_policy p ON p.tenant_id = s.tenant_id AND p.id = s.escalation_policy_id
       WHERE ($1::uuid IS NULL OR s.id = $1)
         AND ($2::text IS NULL OR lower(s.name) > lower($2))
         AND ($3::uuid IS NULL OR t.id = $3)
         AND ($4::boolean IS NULL OR s.is_active = $4)
         AND ($5::uuid IS NULL
              OR EXISTS (SELECT FROM service_dependency d WHERE d.service_id = s.id AND d.upstream_id = $5))
       ORDER BY lower(s.name)
       LIMIT $6\
      """;

  /**
   * Which services are listed; null for whatever.
   *
   * @param dependsOn what they depend on, directly
   */
  record Filter(@Nullable UUID team, @Nullable Boolean active, @Nullable UUID dependsOn) {}

  /** Sorted by name; the cursor is the name of the last one. */
  Future<List<ServiceView>> list(Tx tx, Filter filter, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                null, paging.after(), filter.team, filter.active, filter.dependsOn, paging.fetch()))
        .map(ServiceRepository::views);
  }

  /** The same without a filter. */
  public Future<List<ServiceView>> all(Tx tx, ListRange paging) {
    return list(tx, new Filter(null, null, null), paging);
  }

  public Future<Optional<ServiceView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, null, null, null, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<ServiceView> views(RowSet<Row> rows) {
    List<ServiceView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new ServiceView(
              row.getUUID("id"),
              row.getString("name"),
              List.of(row.getArrayOfStrings("aliases")),
              row.getString("description"),
              new Owner(row.getUUID("owner_team_id"), row.getString("team_name")),
              row.getString("tier"),
              policy(row),
              row.getString("runbook_url"),
              row.getString("repository_url"),
              row.getString("monitoring_url"),
              upstream(row),
              reopenWindow(row),
              row.getBoolean("is_active"),
              row.getBoolean("is_triage"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static @Nullable String reopenWindow(Row row) {
    Integer seconds = row.getInteger("reopen_window_seconds");
    return seconds == null ? null : Duration.ofSeconds(seconds).toString();
  }

  private static List<Upstream> upstream(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("upstream_ids");
    String[] names = row.getArrayOfStrings("upstream_names");
    List<Upstream> upstream = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      upstream.add(new Upstream(ids[i], names[i]));
    }
    return upstream;
  }

  private static @Nullable Policy policy(Row row) {
    UUID id = row.getUUID("policy_id");
    return id == null ? null : new Policy(id, row.getString("policy_name"));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM service WHERE id = $1 OR id = service_named($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  private static final String FIND_ALIAS =
      """
      SELECT id
        FROM service
       WHERE lower($1) IN (SELECT lower(a) FROM unnest(aliases) AS a)
       ORDER BY is_active DESC, name
       LIMIT 1\
      """;

  /** Finds by id, name or alias, including inactive ones. */
  public Future<Optional<UUID>> findId(Tx tx, Reference reference) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(reference.id(), reference.text()))
        .map(Rows::firstId)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : tx.connection()
                        .preparedQuery(FIND_ALIAS)
                        .execute(tuple(reference.text()))
                        .map(Rows::firstId));
  }

  private static final String BY_NAME =
      """
      SELECT id, is_triage
        FROM service
       WHERE is_triage
          OR (is_active AND (lower(name) = lower($1)
                             OR lower($1) IN (SELECT lower(a) FROM unnest(aliases) AS a)))
       ORDER BY is_triage, lower(name) <> lower($1), name
       LIMIT 1\
      """;

  /** Finds by name or alias, ignoring case; the triage service for an unknown name or null. */
  public Future<Found> findByNameOrTriage(Tx tx, @Nullable String name) {
    return tx.connection()
        .preparedQuery(BY_NAME)
        .execute(tuple(name))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Found(row.getUUID("id"), row.getBoolean("is_triage"));
            });
  }

  private static final String BY_REFERENCE =
      """
      SELECT id
        FROM service
       WHERE (is_active OR is_triage) AND (id = $1 OR id = service_named($2))
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1\
      """;

  private static final String BY_ALIAS =
      """
      SELECT id
        FROM service
       WHERE (is_active OR is_triage) AND lower($1) IN (SELECT lower(a) FROM unnest(aliases) AS a)
       ORDER BY name
       LIMIT 1\
      """;

  /** Finds an active service by id, name or alias, ignoring case. */
  public Future<Optional<UUID>> findInUse(Tx tx, String reference) {
    return tx.connection()
        .preparedQuery(BY_REFERENCE)
        .execute(tuple(uuidOrNull(reference), reference))
        .map(Rows::firstId)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : tx.connection()
                        .preparedQuery(BY_ALIAS)
                        .execute(tuple(reference))
                        .map(Rows::firstId));
  }

  private static final String OWNER_TEAM = "SELECT owner_team_id FROM service WHERE id = $1";

  /** The team that owns the service, which must exist. */
  public Future<UUID> ownerTeam(Tx tx, UUID service) {
    return tx.connection()
        .preparedQuery(OWNER_TEAM)
        .execute(tuple(service))
        .map(rows -> rows.iterator().next().getUUID("owner_team_id"));
  }

  private static @Nullable UUID uuidOrNull(String text) {
    try {
      return text.length() == 36 ? UUID.fromString(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  // Each part is one pass over the services, however many names are asked for.
  private static final String NAMED =
      """
      WITH wanted AS (SELECT DISTINCT w.text, lower(w.text) AS low FROM unnest($1::text[]) AS w(text)),
      known AS (SELECT id, name, aliases FROM service WHERE is_active OR is_triage)
      SELECT DISTINCT ON (wanted) wanted, id
        FROM (SELECT w.text AS wanted, k.id, k.name, 1 AS place FROM wanted w JOIN known k ON k.id::text = w.low
               UNION ALL
              SELECT w.text, k.id, k.name, 2 FROM wanted w JOIN known k ON lower(k.name) = w.low
               UNION ALL
              SELECT w.text, k.id, k.name, 3
                FROM known k
               CROSS JOIN LATERAL unnest(k.aliases) AS a(alias)
                JOIN wanted w ON lower(a.alias) = w.low) AS found
       ORDER BY wanted, place, name\
      """;

  /** The ids of active services by name, alias or id, ignoring case. What is none is left out. */
  public Map<String, UUID> named(Tx tx, Collection<String> names) {
    Map<String, UUID> found = new HashMap<>();
    if (!names.isEmpty()) {
      tx.connection()
          .preparedQuery(NAMED)
          .execute(tuple((Object) names.toArray(String[]::new)))
          .await()
          .forEach(row -> found.put(row.getString("wanted"), row.getUUID("id")));
    }
    return found;
  }

  private static final String INSERT =
      """
      INSERT INTO service (tenant_id, id, name, aliases, description, owner_team_id, tier, runbook_url, repository_url,
                           monitoring_url, is_active, escalation_policy_id, reopen_window_seconds)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)\
      """;

  Future<Void> insert(Tx tx, UUID id, Writing w, Links links) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(parameters(id, w, links)))
        .mapEmpty();
  }

  private static final String UPDATE =
      """
      UPDATE service
         SET name = $2, aliases = $3, description = $4, owner_team_id = $5, tier = $6, runbook_url = $7,
             repository_url = $8, monitoring_url = $9, is_active = $10, escalation_policy_id = $11,
             reopen_window_seconds = $12,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $13\
      """;

  /**
   * @return whether that version was still the current one
   */
  Future<Boolean> update(Tx tx, UUID id, Writing w, Links links, int version) {
    @Nullable Object[] parameters = Arrays.copyOf(parameters(id, w, links), 13);
    parameters[12] = version;
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(tuple(parameters))
        .map(r -> r.rowCount() > 0);
  }

  private static @Nullable Object[] parameters(UUID id, Writing w, Links links) {
    return new @Nullable Object[] {
      id,
      w.name,
      w.aliases.toArray(String[]::new),
      w.description,
      links.owner,
      w.tier,
      w.runbookUrl,
      w.repositoryUrl,
      w.monitoringUrl,
      w.isActive,
      links.policy,
      w.reopenWindow == null ? null : (int) w.reopenWindow.toSeconds()
    };
  }

  private static final String HAS_INCIDENTS =
      "SELECT EXISTS (SELECT FROM incident WHERE service_id = $1)";

  Future<Boolean> hasIncidents(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(HAS_INCIDENTS)
        .execute(tuple(id))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String ONLY_INACTIVE =
      "SELECT count(*) > 0 AND NOT bool_or(is_active) FROM service WHERE owner_team_id = $1";

  Future<Boolean> haveOnlyInactive(Tx tx, UUID team) {
    return tx.connection()
        .preparedQuery(ONLY_INACTIVE)
        .execute(tuple(team))
        .map(rows -> Boolean.TRUE.equals(rows.iterator().next().getBoolean(0)));
  }

  private static final String DELETE = "DELETE FROM service WHERE id = $1 AND NOT is_triage";

  Future<Boolean> delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id)).map(r -> r.rowCount() > 0);
  }
}
