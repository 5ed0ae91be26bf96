package dev.imas.core.scope;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes impact scopes. What returns no future awaits, on a virtual thread. */
public final class ScopeRepository {

  /** What a request writes, except the addresses. */
  record Writing(ScopeDraft draft, @Nullable UUID team) {}

  private static final String LIST =
      """
      SELECT s.id, s.name, s.description, s.actions, s.labels, s.legal_clock_hours, s.regime, s.is_active, s.version, s.created_at,
             s.updated_at, t.id AS team_id, t.name AS team_name,
             ARRAY (SELECT a.address FROM impact_scope_address x
                      JOIN escalation_address a ON a.tenant_id = x.tenant_id AND a.id = x.address_id
                     WHERE x.tenant_id = s.tenant_id AND x.scope_id = s.id ORDER BY x.position) AS addresses
        FROM impact_scope s
        LEFT JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.team_id
       WHERE ($1::uuid IS NULL OR s.id = $1)
         AND ($2::text IS NULL OR lower(s.name) > lower($2))
         AND ($3::boolean IS NULL OR s.is_active = $3)
       ORDER BY lower(s.name)
       LIMIT $4\
      """;

  /** Sorted by name; the cursor is the name of the last one. */
  List<ScopeView> list(Tx tx, @Nullable Boolean active, ListRange paging) {
    return views(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(null, paging.after(), active, paging.fetch()))
            .await());
  }

  Optional<ScopeView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static List<ScopeView> views(RowSet<Row> rows) {
    List<ScopeView> views = new ArrayList<>();
    for (Row row : rows) {
      UUID team = row.getUUID("team_id");
      ScopeView.Team of =
          team == null ? null : new ScopeView.Team(team, row.getString("team_name"));
      List<String> addresses = List.of(row.getArrayOfStrings("addresses"));
      boolean isActive = row.getBoolean("is_active");
      views.add(
          new ScopeView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("description"),
              addresses,
              of,
              List.of(row.getArrayOfStrings("labels")),
              row.getString("actions"),
              row.getInteger("legal_clock_hours"),
              row.getString("regime"),
              isActive,
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at"),
              ScopeView.warnings(isActive, addresses, of)));
    }
    return views;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM impact_scope WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** By id or name. */
  public Optional<UUID> findId(Tx tx, Reference scope) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(scope.id(), scope.text()))
        .map(Rows::firstId)
        .await();
  }

  /** Finds a scope by id or name; a fault if there is none. */
  ScopeView existing(Tx tx, Reference scope) {
    return findId(tx, scope)
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no impact scope " + scope));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.impact_scope.' || current_tenant(), 0))";

  private static final String COUNT = "SELECT count(*)::int FROM impact_scope";

  /**
   * Keeps others from adding one until the transaction ends.
   *
   * @return how many there are
   */
  int lockAndCount(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO impact_scope (tenant_id, id, name, description, actions, team_id, labels, legal_clock_hours, is_active, regime)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)\
      """;

  void insert(Tx tx, UUID id, Writing w, List<UUID> addresses) {
    ScopeDraft d = w.draft;
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                d.name(),
                d.description(),
                d.actions(),
                w.team,
                d.labels().toArray(String[]::new),
                d.legalClockHours(),
                d.isActive(),
                d.regime()))
        .await();
    insertAddresses(tx, id, addresses);
  }

  private static final String UPDATE =
      """
      UPDATE impact_scope
         SET name = $2, description = $3, actions = $4, team_id = $5, labels = $6, legal_clock_hours = $7, is_active = $8,
             regime = $10, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $9\
      """;

  private static final String CLEAR = "DELETE FROM impact_scope_address WHERE scope_id = $1";

  /**
   * @return whether that version was still the current one
   */
  boolean update(Tx tx, UUID id, Writing w, List<UUID> addresses, int version) {
    ScopeDraft d = w.draft;
    boolean isCurrent =
        tx.connection()
                .preparedQuery(UPDATE)
                .execute(
                    tuple(
                        id,
                        d.name(),
                        d.description(),
                        d.actions(),
                        w.team,
                        d.labels().toArray(String[]::new),
                        d.legalClockHours(),
                        d.isActive(),
                        version,
                        d.regime()))
                .await()
                .rowCount()
            > 0;
    if (isCurrent) {
      tx.connection().preparedQuery(CLEAR).execute(tuple(id)).await();
      insertAddresses(tx, id, addresses);
    }
    return isCurrent;
  }

  private static final String INSERT_ADDRESSES =
      """
      INSERT INTO impact_scope_address (tenant_id, scope_id, address_id, position)
      SELECT current_tenant(), $1, a.id, a.position FROM unnest($2::uuid[]) WITH ORDINALITY AS a(id, position)\
      """;

  private static void insertAddresses(Tx tx, UUID scope, List<UUID> addresses) {
    if (!addresses.isEmpty()) {
      tx.connection()
          .preparedQuery(INSERT_ADDRESSES)
          .execute(tuple(scope, addresses.toArray(UUID[]::new)))
          .await();
    }
  }

  private static final String IS_USED =
      """
      SELECT EXISTS (SELECT FROM incident_scope WHERE scope_id = $1) OR EXISTS (SELECT FROM obligation WHERE scope_id = $1)\
      """;

  /** Whether an incident has it, or a legal duty comes from it. */
  boolean isUsed(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(IS_USED)
        .execute(tuple(id))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static final String DELETE = "DELETE FROM impact_scope WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String LABELLED = "SELECT tenants_with_labelled_scopes() AS id";

  /** The tenants some of whose scopes are added by the labels of alerts. Outside of any tenant. */
  Future<Set<UUID>> labelled(Tx tx) {
    return tx.connection()
        .preparedQuery(LABELLED)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }
}
