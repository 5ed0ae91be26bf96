package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what targets name, and whose turn it is. Each method is one statement for all. */
final class FactRepository {

  private static final String TEAMS =
      """
      SELECT t.id, t.name, o.manager_id,
             (SELECT array_agg(m.user_id ORDER BY lower(u.username))
                FROM team_member m JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
               WHERE m.team_id = t.id AND u.deleted_at IS NULL) AS members,
             (SELECT array_agg(m.user_id ORDER BY lower(u.username))
                FROM team_member m JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
               WHERE m.team_id = t.id AND m.role = 'lead' AND u.deleted_at IS NULL) AS leads,
             (SELECT array_agg(c.id ORDER BY c.name, c.id) FROM team_contact c WHERE c.team_id = t.id) AS contacts
        FROM team t
        LEFT JOIN team_on_call o ON o.tenant_id = t.tenant_id AND o.team_id = t.id
       WHERE t.id = ANY ($1)\
      """;

  private static final String TEAM_NAMES = "SELECT id, name FROM team WHERE id = ANY ($1)";

  /**
   * @param whole with those who are in them
   * @param named others of which the name alone is read, as nobody is told for being in them. To
   *     plan the statement for the whole takes longer than all the rest that a page asks here
   */
  Future<Map<UUID, Facts.Team>> teams(Tx tx, Set<UUID> whole, Set<UUID> named) {
    Set<UUID> others = new HashSet<>(named);
    others.removeAll(whole);
    return Pipeline.join(
            List.of(
                byId(tx, TEAMS, whole, FactRepository::team),
                byId(tx, TEAM_NAMES, others, row -> Facts.Team.named(row.getString("name")))))
        .map(
            found -> {
              Map<UUID, Facts.Team> teams = new HashMap<>();
              found.forEach(teams::putAll);
              return teams;
            });
  }

  private static Facts.Team team(Row row) {
    return new Facts.Team(
        row.getString("name"),
        list(row.getArrayOfUUIDs("members")),
        list(row.getArrayOfUUIDs("leads")),
        Optional.ofNullable(row.getUUID("manager_id")),
        list(row.getArrayOfUUIDs("contacts")));
  }

  private static List<UUID> list(UUID @Nullable [] ids) {
    return ids == null ? List.of() : List.of(ids);
  }

  private static final String USERS =
      """
      SELECT id, username, is_active FROM user_account WHERE id = ANY ($1) AND deleted_at IS NULL\
      """;

  Future<Map<UUID, Facts.User>> users(Tx tx, Collection<UUID> ids) {
    return byId(
        tx,
        USERS,
        ids,
        row -> new Facts.User(row.getString("username"), row.getBoolean("is_active")));
  }

  private static final String CONTACTS =
      """
      SELECT c.id, c.name, t.name AS team, c.channel, c.address, c.min_severity, c.is_active
        FROM team_contact c JOIN team t ON t.tenant_id = c.tenant_id AND t.id = c.team_id
       WHERE c.id = ANY ($1)\
      """;

  Future<Map<UUID, Facts.Contact>> contacts(Tx tx, Collection<UUID> ids) {
    return byId(
        tx,
        CONTACTS,
        ids,
        row ->
            new Facts.Contact(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("team"),
                row.getString("channel"),
                row.getString("address"),
                Severity.of(row.getInteger("min_severity")),
                row.getBoolean("is_active")));
  }

  /**
   * @param members who takes turns and can be told
   * @param last whose turn it was
   */
  record Rota(String name, List<UUID> members, Optional<UUID> last) {}

  private static final String ROTAS =
      """
      SELECT s.id, s.name, t.last_id,
             (SELECT array_agg(p.user_id)
                FROM schedule_person p JOIN user_account u ON u.tenant_id = p.tenant_id AND u.id = p.user_id
               WHERE p.schedule_id = s.id AND u.is_active AND u.deleted_at IS NULL) AS members
        FROM schedule s
        LEFT JOIN escalation_turn t ON t.tenant_id = s.tenant_id AND t.schedule_id = s.id
       WHERE s.id = ANY ($1) AND s.deleted_at IS NULL\
      """;

  Map<UUID, Rota> rotas(Tx tx, Collection<UUID> ids) {
    return rotas(tx, ROTAS, ids);
  }

  private static final String PAST_ROTAS = ROTAS.replace(" AND s.deleted_at IS NULL", "");

  /** The same, also of schedules that were deleted. */
  Map<UUID, Rota> pastRotas(Tx tx, Collection<UUID> ids) {
    return rotas(tx, PAST_ROTAS, ids);
  }

  private static Map<UUID, Rota> rotas(Tx tx, String sql, Collection<UUID> ids) {
    Map<UUID, Rota> rotas = new HashMap<>();
    for (Row row : read(tx, sql, ids)) {
      rotas.put(
          row.getUUID("id"),
          new Rota(
              row.getString("name"),
              list(row.getArrayOfUUIDs("members")),
              Optional.ofNullable(row.getUUID("last_id"))));
    }
    return rotas;
  }

  // The same rule as dev.imas.core.escalation.RoundRobin, in the statement that locks the row.
  private static final String TAKE =
      """
      INSERT INTO escalation_turn AS t (tenant_id, schedule_id, last_id)
      VALUES (current_tenant(), $1, ($2::uuid[])[($3 - 1) % cardinality($2::uuid[]) + 1])
      ON CONFLICT (tenant_id, schedule_id) DO UPDATE
         SET last_id = ($2::uuid[])[((SELECT count(*)::integer FROM unnest($2::uuid[]) AS m WHERE m <= t.last_id) + $3 - 1)
                                    % cardinality($2::uuid[]) + 1]
      RETURNING old.last_id AS last_id\
      """;

  /**
   * Takes some turns. Others wait for the row until the transaction ends, so take them last.
   *
   * @param members in the order of their ids, not empty
   * @return whose turn it was before
   */
  Optional<UUID> take(Tx tx, UUID schedule, List<UUID> members, int turns) {
    return Optional.ofNullable(
        tx.connection()
            .preparedQuery(TAKE)
            .execute(tuple(schedule, members.toArray(UUID[]::new), turns))
            .await()
            .iterator()
            .next()
            .getUUID("last_id"));
  }

  private static final String LAST_RESORT = "SELECT user_id FROM tenant_on_call";

  Optional<UUID> lastResort(Tx tx) {
    RowSet<Row> rows = tx.connection().preparedQuery(LAST_RESORT).execute().await();
    return rows.size() == 0
        ? Optional.empty()
        : Optional.ofNullable(rows.iterator().next().getUUID("user_id"));
  }

  private static final String SCOPES =
      """
      SELECT s.id, s.name, s.is_active, s.team_id, a.id AS address_id, a.address
        FROM impact_scope s
        LEFT JOIN impact_scope_address x ON x.tenant_id = s.tenant_id AND x.scope_id = s.id
        LEFT JOIN escalation_address a ON a.tenant_id = x.tenant_id AND a.id = x.address_id
       WHERE s.id = ANY ($1)
       ORDER BY s.id, x.position\
      """;

  Map<UUID, Facts.Scope> scopes(Tx tx, Collection<UUID> ids) {
    Map<UUID, List<Facts.Address>> addresses = new HashMap<>();
    RowSet<Row> rows = read(tx, SCOPES, ids);
    for (Row row : rows) {
      List<Facts.Address> of =
          addresses.computeIfAbsent(row.getUUID("id"), id -> new ArrayList<>());
      if (row.getUUID("address_id") != null) {
        of.add(new Facts.Address(row.getUUID("address_id"), row.getString("address")));
      }
    }
    Map<UUID, Facts.Scope> scopes = new HashMap<>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      scopes.putIfAbsent(
          id,
          new Facts.Scope(
              row.getString("name"),
              row.getBoolean("is_active"),
              Optional.ofNullable(row.getUUID("team_id")),
              addresses.getOrDefault(id, List.of())));
    }
    return scopes;
  }

  private static final String SCOPES_NAMED =
      "SELECT id FROM impact_scope WHERE lower(name) = ANY ($1) ORDER BY id";

  /**
   * The impact scopes that rules name.
   *
   * @param names in lower case
   */
  Set<UUID> scopesNamed(Tx tx, Collection<String> names) {
    Set<UUID> scopes = new LinkedHashSet<>();
    tx.connection()
        .preparedQuery(SCOPES_NAMED)
        .execute(tuple((Object) names.toArray(String[]::new)))
        .await()
        .forEach(row -> scopes.add(row.getUUID("id")));
    return scopes;
  }

  private static final String SCOPES_OF =
      "SELECT scope_id FROM incident_scope WHERE incident_id = $1 ORDER BY scope_id";

  /** The impact scopes that an incident has. */
  Set<UUID> scopesOf(Tx tx, UUID incident) {
    Set<UUID> scopes = new LinkedHashSet<>();
    tx.connection()
        .preparedQuery(SCOPES_OF)
        .execute(tuple(incident))
        .await()
        .forEach(row -> scopes.add(row.getUUID("scope_id")));
    return scopes;
  }

  /** Asks nothing for no ids. */
  private static <T> Future<Map<UUID, T>> byId(
      Tx tx, String sql, Collection<UUID> ids, Function<Row, T> reader) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : send(tx, sql, ids)
            .map(
                rows -> {
                  Map<UUID, T> byId = new HashMap<>();
                  rows.forEach(row -> byId.put(row.getUUID("id"), reader.apply(row)));
                  return byId;
                });
  }

  private static RowSet<Row> read(Tx tx, String sql, Collection<UUID> ids) {
    return send(tx, sql, ids).await();
  }

  private static Future<RowSet<Row>> send(Tx tx, String sql, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple((Object) ids.stream().distinct().toArray(UUID[]::new)));
  }

  /** A team that has services. */
  record Owner(UUID id, String name) {}

  private static final String OWNERS =
      """
      SELECT t.id, t.name FROM team t
       WHERE EXISTS (SELECT FROM service s WHERE s.tenant_id = t.tenant_id AND s.owner_team_id = t.id)
       ORDER BY lower(t.name)\
      """;

  /** The teams that own services, so that somebody has to be called for them. */
  List<Owner> owners(Tx tx) {
    List<Owner> owners = new ArrayList<>();
    tx.connection()
        .preparedQuery(OWNERS)
        .execute()
        .await()
        .forEach(row -> owners.add(new Owner(row.getUUID("id"), row.getString("name"))));
    return owners;
  }
}
