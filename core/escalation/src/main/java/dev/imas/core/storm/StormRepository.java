package dev.imas.core.storm;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningRepository.Opening;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.storm.StormPlan.Begun;
import dev.imas.core.storm.StormPlan.Held;
import dev.imas.core.storm.StormScopes.Asked;
import dev.imas.core.storm.StormScopes.Found;
import dev.imas.core.storm.StormState.Recent;
import dev.imas.core.storm.StormState.Scope;
import dev.imas.core.storm.StormState.Storm;
import dev.imas.core.storm.StormState.Team;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
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
import java.util.function.Function;

/** Reads and writes what the intake and the policy need of storms. */
final class StormRepository {

  private final StormScopes scopes = new StormScopes();

  private static final String TENANTS = "SELECT tenants_with_storms() AS id";

  /** The tenants that may have storms. Outside of any tenant. */
  Future<Set<UUID>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }

  /**
   * @param version 1 of the usual one, which is not stored
   */
  record Stored(StormPolicy policy, int version) {}

  private static final String POLICY =
      "SELECT is_active, threshold, ends_below, ends_after_seconds, version FROM storm_policy";

  Future<Stored> stored(Tx tx) {
    return tx.connection().preparedQuery(POLICY).execute().map(StormRepository::stored);
  }

  private static Stored stored(RowSet<Row> rows) {
    for (Row row : rows) {
      return new Stored(
          new StormPolicy(
              row.getBoolean("is_active"),
              row.getInteger("threshold"),
              row.getInteger("ends_below"),
              Duration.ofSeconds(row.getInteger("ends_after_seconds"))),
          row.getInteger("version"));
    }
    return new Stored(StormPolicy.USUAL, 1);
  }

  private static final String WRITE_POLICY =
      """
      INSERT INTO storm_policy (tenant_id, is_active, threshold, ends_below, ends_after_seconds, version)
      VALUES (current_tenant(), $1, $2, $3, $4, $5 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET is_active = excluded.is_active, threshold = excluded.threshold, ends_below = excluded.ends_below,
             ends_after_seconds = excluded.ends_after_seconds, version = excluded.version, updated_at = now()
       WHERE storm_policy.version = $5\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  Future<Boolean> write(Tx tx, StormPolicy policy, int version) {
    return tx.connection()
        .preparedQuery(WRITE_POLICY)
        .execute(
            tuple(
                policy.isActive(),
                policy.threshold(),
                policy.endsBelow(),
                (int) policy.endsAfter().toSeconds(),
                version))
        .map(rows -> rows.rowCount() > 0);
  }

  private static final String TEAMS =
      """
      SELECT s.id AS service, t.id, t.name
        FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1)\
      """;

  private static final String STORM =
      "s.umbrella_id, u.short_id, u.severity, s.loudest, s.ended_at IS NOT NULL AS is_over";

  // For key share: a storm does not end before the child that it gets has committed.
  static final String RUNNING =
      """
      SELECT s.team_id, s.follows, %s
        FROM storm s JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id
       WHERE s.ended_at IS NULL
         AND s.team_id IN (SELECT v.owner_team_id FROM service v WHERE v.id = ANY ($1))
       ORDER BY s.umbrella_id
         FOR KEY SHARE OF s\
      """
          .formatted(STORM);

  static final String HOLDING =
      """
      SELECT c.incident_id, %s
        FROM storm_child c
        JOIN storm s ON s.tenant_id = c.tenant_id AND s.umbrella_id = c.umbrella_id
        JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id
       WHERE c.incident_id = ANY ($1) AND c.released_at IS NULL
       ORDER BY s.umbrella_id
         FOR KEY SHARE OF s\
      """
          .formatted(STORM);

  // Without those that a storm holds: of them nobody was told, so they begin no other one. Whoever
  // has just switched storms on may have thousands, of which the newest show enough.
  static final String RECENT =
      """
      SELECT i.id, i.service_id, i.severity, o.labels, o.escalation_policy
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        LEFT JOIN incident_opening o ON o.tenant_id = i.tenant_id AND o.incident_id = i.id
       WHERE i.created_at > $1 AND i.origin = 'alert' AND NOT i.is_test AND s.owner_team_id = ANY ($2)
         AND NOT EXISTS (SELECT FROM storm_child c WHERE c.tenant_id = i.tenant_id AND c.incident_id = i.id)
       ORDER BY i.created_at DESC, i.id DESC
       LIMIT 2000\
      """;

  /**
   * Whatever a plan needs. It holds the storms that it returns: none of them ends before the
   * transaction does.
   *
   * @param opening the incidents that are opened
   * @param changed incidents that call people and that the transaction has locked
   */
  Future<StormState> load(
      Tx tx, List<IncidentChange> opening, Collection<UUID> changed, Instant now) {
    UUID[] services =
        opening.stream().map(one -> one.after().serviceId()).distinct().toArray(UUID[]::new);
    Future<Stored> policy = stored(tx);
    Future<Map<UUID, Team>> teams = read(tx, TEAMS, services, "service", StormRepository::team);
    Future<Map<Scope, Storm>> running =
        read(tx, RUNNING, services, StormRepository::scope, StormRepository::storm);
    Future<Map<UUID, Storm>> holding =
        read(tx, HOLDING, changed.toArray(UUID[]::new), "incident_id", StormRepository::storm);
    return Pipeline.join(
            List.of(policy.map(true), teams.map(true), running.map(true), holding.map(true)))
        .compose(
            read ->
                policy.result().policy().isActive()
                    ? scopes.of(tx, opening.stream().map(Asked::of).toList())
                    : Future.succeededFuture(Found.NOTHING))
        .compose(
            found ->
                recent(
                        tx,
                        calm(found.scopes().values(), running.result().keySet()),
                        now.minus(StormPolicy.WITHIN))
                    .map(
                        recent ->
                            new StormState(
                                policy.result().policy(),
                                teams.result(),
                                found.scopes(),
                                found.names(),
                                recent,
                                running.result(),
                                holding.result())));
  }

  /** The teams of incidents that are opened outside of a storm. */
  private static Set<UUID> calm(Collection<Scope> opening, Set<Scope> running) {
    Set<UUID> calm = new HashSet<>();
    for (Scope one : opening) {
      if (!running.contains(one)) {
        calm.add(one.team());
      }
    }
    return calm;
  }

  private static Team team(Row row) {
    return new Team(row.getUUID("id"), row.getString("name"));
  }

  private static Scope scope(Row row) {
    return new Scope(row.getUUID("team_id"), row.getString("follows"));
  }

  private static Storm storm(Row row) {
    return new Storm(
        row.getUUID("umbrella_id"),
        row.getString("short_id"),
        Severity.of(row.getInteger("severity")),
        Severity.of(row.getInteger("loudest")),
        row.getBoolean("is_over"));
  }

  private static <V> Future<Map<UUID, V>> read(
      Tx tx, String sql, UUID[] of, String key, Function<Row, V> value) {
    return read(tx, sql, of, row -> row.getUUID(key), value);
  }

  private static <K, V> Future<Map<K, V>> read(
      Tx tx, String sql, UUID[] of, Function<Row, K> key, Function<Row, V> value) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple((Object) of))
        .map(rows -> mapped(rows, key, value));
  }

  private static <K, V> Map<K, V> mapped(
      RowSet<Row> rows, Function<Row, K> key, Function<Row, V> value) {
    Map<K, V> found = new HashMap<>();
    rows.forEach(row -> found.put(key.apply(row), value.apply(row)));
    return found;
  }

  private Future<Map<Scope, Recent>> recent(Tx tx, Set<UUID> teams, Instant since) {
    if (teams.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(RECENT)
        .execute(tuple(time(since), teams.toArray(UUID[]::new)))
        .compose(
            rows -> {
              List<Asked> told = new ArrayList<>();
              rows.forEach(row -> told.add(told(row)));
              return scopes.of(tx, told).map(found -> counted(told, found));
            });
  }

  private static Asked told(Row row) {
    String labels = row.getString("labels");
    return new Asked(
        row.getUUID("id"),
        row.getUUID("service_id"),
        Severity.of(row.getInteger("severity")),
        new Opening(
            labels == null ? Labels.EMPTY : Labels.of(Json.readTexts(labels)),
            Optional.ofNullable(row.getString("escalation_policy"))));
  }

  private static Map<Scope, Recent> counted(List<Asked> told, Found found) {
    Map<Scope, Recent> counted = new HashMap<>();
    for (Asked one : told) {
      Scope scope = found.scopes().get(one.incident());
      if (scope != null) {
        counted.merge(
            scope,
            Recent.NOTHING.with(one.severity()),
            (before, another) -> before.with(one.severity()));
      }
    }
    return counted;
  }

  private static final String BEGIN =
      """
      INSERT INTO storm (tenant_id, umbrella_id, team_id, follows, threshold, loudest, began_at)
      SELECT (SELECT current_tenant()), n.umbrella_id, n.team_id, n.follows, n.threshold, n.loudest, $6
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::smallint[])
          AS n(umbrella_id, team_id, follows, threshold, loudest)\
      """;

  private static final String HOLD =
      """
      INSERT INTO storm_child (tenant_id, incident_id, umbrella_id, held_at)
      SELECT (SELECT current_tenant()), n.incident_id, n.umbrella_id, $3
        FROM unnest($1::uuid[], $2::uuid[]) AS n(incident_id, umbrella_id)\
      """;

  private static final String LOUDER =
      """
      UPDATE storm s SET loudest = least(s.loudest, n.loudest)
        FROM unnest($1::uuid[], $2::smallint[]) AS n(umbrella_id, loudest)
       WHERE s.umbrella_id = n.umbrella_id\
      """;

  private static final String LET_GO =
      """
      UPDATE storm_child SET released_at = $2, released_by = $3
       WHERE incident_id = ANY ($1) AND released_at IS NULL\
      """;

  /**
   * The incidents must be stored. Fails with a unique violation if another transaction has begun a
   * storm of the same team.
   */
  Future<Void> save(Tx tx, StormPlan plan, String by, Instant now) {
    List<Future<Void>> sent = new ArrayList<>();
    if (!plan.begun().isEmpty()) {
      sent.add(
          tx.connection()
              .preparedQuery(BEGIN)
              .execute(
                  tuple(
                      column(plan.begun(), Begun::umbrella, UUID[]::new),
                      column(plan.begun(), one -> one.scope().team(), UUID[]::new),
                      column(plan.begun(), one -> one.scope().policy(), String[]::new),
                      column(plan.begun(), Begun::threshold, Integer[]::new),
                      column(plan.begun(), one -> number(one.loudest()), Short[]::new),
                      time(now)))
              .mapEmpty());
    }
    if (!plan.held().isEmpty()) {
      sent.add(
          tx.connection()
              .preparedQuery(HOLD)
              .execute(
                  tuple(
                      column(plan.held(), Held::incident, UUID[]::new),
                      column(plan.held(), Held::umbrella, UUID[]::new),
                      time(now)))
              .mapEmpty());
    }
    if (!plan.louder().isEmpty()) {
      // Sorted, so that two transactions cannot deadlock.
      List<Map.Entry<UUID, Severity>> storms =
          plan.louder().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
      sent.add(
          tx.connection()
              .preparedQuery(LOUDER)
              .execute(
                  tuple(
                      column(storms, Map.Entry::getKey, UUID[]::new),
                      column(storms, one -> number(one.getValue()), Short[]::new)))
              .mapEmpty());
    }
    sent.add(letGo(tx, plan.outgrown(), by, now));
    return Pipeline.join(sent).mapEmpty();
  }

  /** These are held no longer. The transaction must have locked them. */
  Future<Void> letGo(Tx tx, List<UUID> incidents, String by, Instant now) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(LET_GO)
            .execute(tuple(incidents.toArray(UUID[]::new), time(now), by))
            .mapEmpty();
  }

  private static short number(Severity severity) {
    return (short) severity.number();
  }
}
