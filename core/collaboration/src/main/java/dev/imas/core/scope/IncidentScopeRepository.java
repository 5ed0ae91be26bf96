package dev.imas.core.scope;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which scopes incidents have. */
final class IncidentScopeRepository {

  private static final String FIND =
      """
      SELECT id, name, actions, labels, legal_clock_hours, regime, is_active
        FROM impact_scope
       WHERE id = $1 OR lower(name) = lower($2)
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1
         FOR KEY SHARE\
      """;

  /** Finds a scope by id or name. It cannot be deleted before the transaction ends. */
  Future<Optional<Scope>> find(Tx tx, Reference scope) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(scope.id(), scope.text()))
        .map(rows -> scopes(rows).stream().findFirst());
  }

  private static final String LABELLED =
      """
      SELECT id, name, actions, labels, legal_clock_hours, regime, is_active
        FROM impact_scope
       WHERE is_active AND labels <> '{}'
       ORDER BY lower(name)
         FOR KEY SHARE\
      """;

  /** Those that alerts may bring. They cannot be deleted before the transaction ends. */
  Future<List<Scope>> labelled(Tx tx) {
    return tx.connection().preparedQuery(LABELLED).execute().map(IncidentScopeRepository::scopes);
  }

  private static final String NAMED =
      """
      SELECT id, name, actions, labels, legal_clock_hours, regime, is_active
        FROM impact_scope
       WHERE is_active AND (lower(name) = ANY ($1) OR id::text = ANY ($1))
       ORDER BY lower(name)
         FOR KEY SHARE\
      """;

  /**
   * Active ones, which cannot be deleted before the transaction ends.
   *
   * @param names names or ids, in lower case
   */
  Future<List<Scope>> named(Tx tx, Collection<String> names) {
    return names.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.connection()
            .preparedQuery(NAMED)
            .execute(tuple((Object) names.toArray(String[]::new)))
            .map(IncidentScopeRepository::scopes);
  }

  private static List<Scope> scopes(RowSet<Row> rows) {
    List<Scope> scopes = new ArrayList<>();
    rows.forEach(row -> scopes.add(scope(row)));
    return scopes;
  }

  private static Scope scope(Row row) {
    return new Scope(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("actions"),
        labels(row.getArrayOfStrings("labels")),
        row.getInteger("legal_clock_hours"),
        row.getString("regime"),
        row.getBoolean("is_active"));
  }

  private static List<Matcher> labels(String[] matchers) {
    List<Matcher> labels = new ArrayList<>();
    for (String matcher : matchers) {
      try {
        labels.add(Matcher.parse(matcher));
      } catch (InvalidRuleException e) {
        throw new IllegalStateException(
            "a stored matcher of a scope cannot be read: " + matcher, e);
      }
    }
    return labels;
  }

  private static final String OF = "SELECT scope_id FROM incident_scope WHERE incident_id = $1";

  /** The scopes that an incident has. */
  Future<Set<UUID>> of(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(OF)
        .execute(tuple(incident))
        .map(
            rows -> {
              Set<UUID> scopes = new HashSet<>();
              rows.forEach(row -> scopes.add(row.getUUID("scope_id")));
              return scopes;
            });
  }

  private static final String ACTIVE_OF =
      """
      SELECT x.incident_id, s.id, s.name, s.actions, s.labels, s.legal_clock_hours, s.regime, s.is_active
        FROM incident_scope x
        JOIN impact_scope s ON s.tenant_id = x.tenant_id AND s.id = x.scope_id AND s.is_active
       WHERE x.incident_id = ANY ($1)
       ORDER BY x.incident_id, lower(s.name)\
      """;

  /** The active scopes of incidents, by incident. */
  Future<Map<UUID, List<Scope>>> activeOf(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.connection()
            .preparedQuery(ACTIVE_OF)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .map(
                rows -> {
                  Map<UUID, List<Scope>> scopes = new HashMap<>();
                  rows.forEach(
                      row ->
                          scopes
                              .computeIfAbsent(row.getUUID("incident_id"), i -> new ArrayList<>())
                              .add(scope(row)));
                  return scopes;
                });
  }

  /** A scope that an incident has, or has no longer. */
  record Link(UUID incident, UUID scope) {}

  private static final String INSERT =
      """
      INSERT INTO incident_scope (tenant_id, incident_id, scope_id, added_at)
      SELECT current_tenant(), n.incident_id, n.scope_id, $3 FROM unnest($1::uuid[], $2::uuid[]) AS n(incident_id, scope_id)
      ON CONFLICT (tenant_id, incident_id, scope_id) DO NOTHING\
      """;

  Future<Void> insert(Tx tx, List<Link> links, Instant at) {
    return links.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(INSERT)
            .execute(tuple(incidents(links), scopesOf(links), time(at)))
            .mapEmpty();
  }

  private static final String DELETE =
      """
      DELETE FROM incident_scope x USING unnest($1::uuid[], $2::uuid[]) AS n(incident_id, scope_id)
       WHERE x.incident_id = n.incident_id AND x.scope_id = n.scope_id\
      """;

  Future<Void> delete(Tx tx, List<Link> links) {
    return links.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(DELETE)
            .execute(tuple(incidents(links), scopesOf(links)))
            .mapEmpty();
  }

  private static UUID[] incidents(List<Link> links) {
    return links.stream().map(Link::incident).toArray(UUID[]::new);
  }

  private static UUID[] scopesOf(List<Link> links) {
    return links.stream().map(Link::scope).toArray(UUID[]::new);
  }

  /**
   * Whom a scope tells: one of its addresses, or the team whose on-call is told.
   *
   * @param address null for the team
   */
  record Recipient(
      UUID scope, @Nullable UUID receiver, @Nullable String address, @Nullable UUID team) {}

  private static final String RECIPIENTS =
      """
      SELECT s.id, a.id AS address_id, a.address, NULL::uuid AS team_id, x.position
        FROM impact_scope s
        JOIN impact_scope_address x ON x.tenant_id = s.tenant_id AND x.scope_id = s.id
        JOIN escalation_address a ON a.tenant_id = x.tenant_id AND a.id = x.address_id
       WHERE s.id = ANY ($1) AND s.is_active
      UNION ALL
      SELECT s.id, NULL, NULL, s.team_id, 0
        FROM impact_scope s
       WHERE s.id = ANY ($1) AND s.is_active AND s.team_id IS NOT NULL
       ORDER BY 1, 5\
      """;

  /** The recipients of those of the scopes that are active. */
  Future<List<Recipient>> recipients(Tx tx, Collection<UUID> scopes) {
    return tx.connection()
        .preparedQuery(RECIPIENTS)
        .execute(tuple((Object) scopes.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<Recipient> recipients = new ArrayList<>();
              rows.forEach(
                  row ->
                      recipients.add(
                          new Recipient(
                              row.getUUID("id"),
                              row.getUUID("address_id"),
                              row.getString("address"),
                              row.getUUID("team_id"))));
              return recipients;
            });
  }

  /**
   * Who is behind the scopes of an incident: a person, or a team whose on-call is.
   *
   * @param team null for a person
   */
  record Behind(@Nullable UUID team, @Nullable UUID user) {}

  // An address of a function, such as dpo@example.org, belongs to whoever has verified it.
  private static final String BEHIND =
      """
      SELECT s.team_id, NULL::uuid AS user_id
        FROM incident_scope x
        JOIN impact_scope s ON s.tenant_id = x.tenant_id AND s.id = x.scope_id AND s.is_active
       WHERE x.incident_id = $1 AND s.team_id IS NOT NULL
      UNION
      SELECT NULL, c.user_id
        FROM incident_scope x
        JOIN impact_scope s ON s.tenant_id = x.tenant_id AND s.id = x.scope_id AND s.is_active
        JOIN impact_scope_address m ON m.tenant_id = s.tenant_id AND m.scope_id = s.id
        JOIN escalation_address a ON a.tenant_id = m.tenant_id AND a.id = m.address_id
        JOIN user_contact c ON c.tenant_id = a.tenant_id AND c.channel = 'email' AND lower(c.address) = lower(a.address)
       WHERE x.incident_id = $1 AND c.verified_at IS NOT NULL AND c.is_active\
      """;

  Future<List<Behind>> behind(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(BEHIND)
        .execute(tuple(incident))
        .map(
            rows -> {
              List<Behind> behind = new ArrayList<>();
              rows.forEach(
                  row -> behind.add(new Behind(row.getUUID("team_id"), row.getUUID("user_id"))));
              return behind;
            });
  }
}
