package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes escalation policies and their versions. */
public final class PolicyRepository {

  /**
   * What a request writes.
   *
   * @param policy with the ids of what it names; its version is not yet known
   */
  record Writing(EscalationPolicy policy, String description, boolean isActive) {}

  private static final String LIST =
      """
      SELECT p.id, p.description, p.is_active, p.version, p.created_at, p.updated_at, v.definition
        FROM escalation_policy p
        JOIN escalation_policy_version v ON v.policy_id = p.id AND v.version = p.version
       WHERE p.deleted_at IS NULL
         AND ($1::uuid IS NULL OR p.id = $1)
         AND ($2::uuid IS NULL OR p.team_id = $2)
         AND ($3::text IS NULL OR lower(p.name) > lower($3))
       ORDER BY lower(p.name)
       LIMIT $4\
      """;

  List<PolicyView> list(Tx tx, @Nullable UUID team, @Nullable String after, int limit) {
    return views(
        tx.connection().preparedQuery(LIST).execute(tuple(null, team, after, limit)).await());
  }

  Optional<PolicyView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static List<PolicyView> views(RowSet<Row> rows) {
    List<PolicyView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new PolicyView(
              policy(row, row.getUUID("id")),
              row.getString("description"),
              row.getBoolean("is_active"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static EscalationPolicy policy(Row row, UUID id) {
    return DefinitionReader.stored(
        Json.read(row.getValue("definition").toString(), JsonNode.class),
        id,
        row.getInteger("version"));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM escalation_policy
       WHERE deleted_at IS NULL AND (id = $1 OR lower(name) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1\
      """;

  private Optional<UUID> findId(Tx tx, Reference policy) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(policy.id(), policy.text()))
        .map(Rows::firstId)
        .await();
  }

  /** Finds a policy by id or name; a fault if there is none. */
  PolicyView existing(Tx tx, Reference policy) {
    return findId(tx, policy)
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no escalation policy " + policy));
  }

  private static final String KEEP =
      "SELECT id FROM escalation_policy WHERE id = $1 AND deleted_at IS NULL FOR KEY SHARE";

  /**
   * Finds a policy by id or name. It cannot be deleted before the transaction ends, so that another
   * row may point to it.
   */
  public Optional<UUID> keep(Tx tx, Reference policy) {
    return findId(tx, policy)
        .flatMap(
            id ->
                tx.connection().preparedQuery(KEEP).execute(tuple(id)).map(Rows::firstId).await());
  }

  private static final String READ =
      "SELECT version, definition FROM escalation_policy_version WHERE policy_id = $1 AND version ="
          + " $2";

  /** A version, also of a policy that was deleted since; it never changes. */
  public Future<Optional<EscalationPolicy>> read(Tx tx, UUID policy, int version) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(policy, version))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(policy(rows.iterator().next(), policy)));
  }

  /** A version of a policy. */
  record VersionView(EscalationPolicy policy, Instant madeAt, String madeBy) {}

  private static final String VERSIONS =
      """
      SELECT version, definition, made_at, made_by
        FROM escalation_policy_version
       WHERE policy_id = $1 AND ($2::integer IS NULL OR version < $2)
       ORDER BY version DESC
       LIMIT $3\
      """;

  /**
   * The newest first.
   *
   * @param before only those before this one
   */
  List<VersionView> versions(Tx tx, UUID policy, @Nullable Integer before, int limit) {
    List<VersionView> versions = new ArrayList<>();
    tx.connection()
        .preparedQuery(VERSIONS)
        .execute(tuple(policy, before, limit))
        .await()
        .forEach(
            row ->
                versions.add(
                    new VersionView(
                        policy(row, policy), instant(row, "made_at"), row.getString("made_by"))));
    return versions;
  }

  private static final String INSERT =
      """
      INSERT INTO escalation_policy (tenant_id, id, team_id, name, description, severities, labels, is_default, is_active,
                                     created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $9)\
      """;

  void insert(Tx tx, UUID id, Writing w, String by, Instant now) {
    tx.connection().preparedQuery(INSERT).execute(tuple(parameters(id, w, now))).await();
    insertVersion(tx, id, 1, w, by, now);
  }

  private static final String UPDATE =
      """
      UPDATE escalation_policy
         SET team_id = $2, name = $3, description = $4, severities = $5, labels = $6, is_default = $7,
             is_active = $8, version = version + 1, updated_at = $9
       WHERE id = $1 AND version = $10 AND deleted_at IS NULL\
      """;

  /**
   * @return whether the policy still had that version
   */
  boolean update(Tx tx, UUID id, Writing w, int version, String by, Instant now) {
    @Nullable Object[] parameters = Arrays.copyOf(parameters(id, w, now), 10);
    parameters[9] = version;
    boolean isCurrent =
        tx.connection().preparedQuery(UPDATE).execute(tuple(parameters)).await().rowCount() > 0;
    if (isCurrent) {
      insertVersion(tx, id, version + 1, w, by, now);
    }
    return isCurrent;
  }

  private static @Nullable Object[] parameters(UUID id, Writing w, Instant now) {
    EscalationPolicy policy = w.policy;
    return new @Nullable Object[] {
      id,
      policy.team().orElse(null),
      policy.name(),
      w.description,
      numbers(policy.severities()),
      policy.labels().stream().map(Object::toString).toArray(String[]::new),
      policy.isDefault(),
      w.isActive,
      time(now)
    };
  }

  private static Short[] numbers(Set<Severity> severities) {
    return severities.stream()
        .sorted()
        .map(severity -> (short) severity.number())
        .toArray(Short[]::new);
  }

  private static final String INSERT_VERSION =
      """
      INSERT INTO escalation_policy_version (tenant_id, policy_id, version, definition, made_at, made_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)\
      """;

  private static final String FORGET_NAMED =
      "DELETE FROM escalation_policy_reference WHERE policy_id = $1";

  private static final String INSERT_NAMED =
      """
      INSERT INTO escalation_policy_reference (tenant_id, policy_id, kind, subject_id)
      SELECT current_tenant(), $1, n.kind, n.id FROM unnest($2::text[], $3::uuid[]) AS n(kind, id)\
      """;

  private static void insertVersion(
      Tx tx, UUID id, int version, Writing w, String by, Instant now) {
    JsonObject definition =
        new JsonObject(Json.write(Definition.of(w.policy, Definition.Shown.ID)));
    tx.connection()
        .preparedQuery(INSERT_VERSION)
        .execute(tuple(id, version, definition, time(now), by))
        .await();
    tx.connection().preparedQuery(FORGET_NAMED).execute(tuple(id)).await();
    List<StepSubject> named = List.copyOf(StepSubject.of(w.policy));
    tx.connection()
        .preparedQuery(INSERT_NAMED)
        .execute(
            tuple(
                id,
                Rows.column(named, one -> one.kind().word(), String[]::new),
                Rows.column(named, StepSubject::id, UUID[]::new)))
        .await();
  }

  private static final String LOCK = "SELECT FROM escalation_policy WHERE id = $1 FOR UPDATE";

  private static final String USED_BY =
      """
      (SELECT 'service ' || name AS who FROM service WHERE escalation_policy_id = $1 ORDER BY name LIMIT 5)
      UNION ALL
      (SELECT 'drill schedule ' || name FROM drill_schedule WHERE policy_id = $1 ORDER BY name LIMIT 5)\
      """;

  /** Who names the policy. None can be added before the transaction ends. */
  List<String> lockUsers(Tx tx, UUID id) {
    tx.connection().preparedQuery(LOCK).execute(tuple(id)).await();
    List<String> users = new ArrayList<>();
    tx.connection()
        .preparedQuery(USED_BY)
        .execute(tuple(id))
        .await()
        .forEach(row -> users.add(row.getString("who")));
    return users;
  }

  private static final String ESCALATING =
      """
      SELECT i.short_id
        FROM escalation_run r
        JOIN incident i ON i.tenant_id = r.tenant_id AND i.id = r.incident_id
       WHERE r.policy_id = $1 AND r.state = 'running'
       ORDER BY i.short_id
       LIMIT 5\
      """;

  /** Some of the incidents that are escalated by it at this moment. */
  List<String> escalating(Tx tx, UUID id) {
    List<String> incidents = new ArrayList<>();
    tx.connection()
        .preparedQuery(ESCALATING)
        .execute(tuple(id))
        .await()
        .forEach(row -> incidents.add(row.getString("short_id")));
    return incidents;
  }

  // A team that is gone must not be kept by a policy that is gone, so the team is taken off it.
  private static final String DELETE =
      """
      UPDATE escalation_policy SET deleted_at = $2, updated_at = $2, team_id = NULL
       WHERE id = $1 AND deleted_at IS NULL\
      """;

  /** It is no longer chosen, and its name is free. Its versions stay. */
  void delete(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id, time(now))).await();
    tx.connection().preparedQuery(FORGET_NAMED).execute(tuple(id)).await();
  }

  private static final String IDS_NAMED_BY =
      """
      SELECT policy_id FROM escalation_policy_reference WHERE kind = $1 AND subject_id = $2 ORDER BY policy_id\
      """;

  /** The ids of all policies that name it in their version of now. */
  List<UUID> idsNaming(Tx tx, PolicyNames.Kind kind, UUID subject) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(IDS_NAMED_BY)
        .execute(tuple(kind.word(), subject))
        .await()
        .forEach(row -> ids.add(row.getUUID("policy_id")));
    return ids;
  }

  private static final String NAMED_BY =
      """
      SELECT p.name
        FROM escalation_policy_reference r
        JOIN escalation_policy p ON p.id = r.policy_id AND p.deleted_at IS NULL
       WHERE r.kind = $1 AND r.subject_id = $2
       ORDER BY p.name
       LIMIT 10\
      """;

  /** The names of policies that name it in their version of now. */
  Future<List<String>> naming(Tx tx, PolicyNames.Kind kind, UUID subject) {
    return tx.connection()
        .preparedQuery(NAMED_BY)
        .execute(tuple(kind.word(), subject))
        .map(
            rows -> {
              List<String> policies = new ArrayList<>();
              rows.forEach(row -> policies.add(row.getString("name")));
              return policies;
            });
  }
}
