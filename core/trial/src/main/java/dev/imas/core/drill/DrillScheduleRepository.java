package dev.imas.core.drill;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.drill.DrillScheduleView.Failure;
import dev.imas.core.drill.DrillScheduleView.LastDrill;
import dev.imas.core.drill.DrillScheduleView.Named;
import dev.imas.core.drill.DrillScheduleView.Owner;
import dev.imas.core.drill.DrillScheduleView.When;
import dev.imas.core.drill.DrillStart.Wanted;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Recurrence;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes drills on a schedule. Only on a virtual thread. */
final class DrillScheduleRepository {

  /**
   * What is stored of one.
   *
   * @param owner null: the team is told
   */
  record Stored(
      String name, Wanted wanted, Recurrence recurs, @Nullable UUID owner, boolean isActive) {}

  // An owner whose account has ended is nobody: the team is told.
  private static final String LIST =
      """
      SELECT d.id, d.name, d.service_id, s.name AS service, d.policy_id, p.name AS policy, d.severity, d.factor, d.sends,
             d.recurs, u.id AS owner_id, u.username AS owner, d.is_active, d.failed_at, d.failure, d.version, d.created_at,
             d.updated_at, l.id AS drill_id, l.state, l.started_at
        FROM drill_schedule d
        JOIN service s ON s.tenant_id = d.tenant_id AND s.id = d.service_id
        LEFT JOIN escalation_policy p ON p.tenant_id = d.tenant_id AND p.id = d.policy_id
        LEFT JOIN user_account u ON u.tenant_id = d.tenant_id AND u.id = d.owner_id AND u.deleted_at IS NULL
        LEFT JOIN LATERAL (SELECT r.id, r.state, r.started_at FROM drill r
                            WHERE r.tenant_id = d.tenant_id AND r.schedule_id = d.id
                            ORDER BY r.started_at DESC, r.id DESC LIMIT 1) AS l ON true
       WHERE ($1::uuid IS NULL OR d.id = $1) AND ($2::text IS NULL OR lower(d.name) > lower($2))
       ORDER BY lower(d.name)
       LIMIT $3\
      """;

  /** By name. */
  List<DrillScheduleView> list(Tx tx, @Nullable String after, int limit, Instant now) {
    return views(tx, null, after, limit, now);
  }

  Optional<DrillScheduleView> find(Tx tx, UUID id, Instant now) {
    return views(tx, id, null, 1, now).stream().findFirst();
  }

  private static List<DrillScheduleView> views(
      Tx tx, @Nullable UUID id, @Nullable String after, int limit, Instant now) {
    List<DrillScheduleView> views = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute(tuple(id, after, limit)).await()) {
      views.add(view(row, now));
    }
    return views;
  }

  private static DrillScheduleView view(Row row, Instant now) {
    Recurrence recurs = Recurrence.parse(row.getString("recurs"));
    When when = When.of(recurs);
    boolean isActive = row.getBoolean("is_active");
    UUID owner = row.getUUID("owner_id");
    UUID policy = row.getUUID("policy_id");
    UUID drill = row.getUUID("drill_id");
    Instant failedAt = instantOrNull(row, "failed_at");
    return new DrillScheduleView(
        row.getUUID("id"),
        row.getString("name"),
        new Named(row.getUUID("service_id"), row.getString("service")),
        policy == null ? null : new Named(policy, row.getString("policy")),
        Severity.of(row.getInteger("severity")),
        row.getInteger("factor"),
        row.getBoolean("sends"),
        when.days(),
        when.dayOfMonth(),
        when.at().toString(),
        when.zone().getId(),
        owner == null ? null : new Owner(owner, row.getString("owner")),
        isActive,
        isActive ? recurs.first(now) : null,
        drill == null
            ? null
            : new LastDrill(drill, row.getString("state"), instant(row, "started_at")),
        failedAt == null ? null : new Failure(failedAt, row.getString("failure")),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        recurs);
  }

  private static final String FIND_ID =
      """
      SELECT id FROM drill_schedule
       WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** By id or name. */
  Optional<UUID> findId(Tx tx, Reference schedule) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(schedule.id(), schedule.text()))
        .map(Rows::firstId)
        .await();
  }

  /** Finds one by id or name; a fault if there is none. */
  DrillScheduleView existing(Tx tx, Reference schedule, Instant now) {
    return findId(tx, schedule)
        .flatMap(id -> find(tx, id, now))
        .orElseThrow(() -> Fault.notFound("there is no drill schedule " + schedule));
  }

  private static final String COUNT = "SELECT count(*) FROM drill_schedule";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO drill_schedule (tenant_id, id, name, service_id, policy_id, severity, factor, sends, recurs, owner_id, is_active,
                                  created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)\
      """;

  void insert(Tx tx, UUID id, Stored s, Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                s.name,
                s.wanted.service(),
                s.wanted.policy().orElse(null),
                (short) s.wanted.severity().number(),
                s.wanted.factor(),
                s.wanted.sends(),
                s.recurs.text(),
                s.owner,
                s.isActive,
                time(now)))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE drill_schedule
         SET name = $2, service_id = $3, policy_id = $4, severity = $5, factor = $6, sends = $7, recurs = $8, owner_id = $9,
             is_active = $10, failed_at = NULL, failure = NULL, version = version + 1, updated_at = $11
       WHERE id = $1 AND version = $12\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, Stored s, int version, Instant now) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    s.name,
                    s.wanted.service(),
                    s.wanted.policy().orElse(null),
                    (short) s.wanted.severity().number(),
                    s.wanted.factor(),
                    s.wanted.sends(),
                    s.recurs.text(),
                    s.owner,
                    s.isActive,
                    time(now),
                    version))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM drill_schedule WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String LOCK =
      "SELECT id FROM drill_schedule WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE";

  /** Locks them in the order of their ids. */
  void lock(Tx tx, Collection<UUID> ids) {
    tx.connection().preparedQuery(LOCK).execute(tuple((Object) ids.toArray(UUID[]::new))).await();
  }

  private static final String RAN =
      "UPDATE drill_schedule SET failed_at = $2, failure = $3 WHERE id = $1";

  /**
   * @param failure why it could not be started; null: it was
   */
  void ran(Tx tx, UUID id, Instant at, @Nullable String failure) {
    tx.connection()
        .preparedQuery(RAN)
        .execute(tuple(id, failure == null ? null : time(at), failure))
        .await();
  }

  private static final String OWNED =
      "SELECT id FROM drill_schedule WHERE owner_id = $1 ORDER BY id";

  /** Those whose failures this user is told. */
  List<UUID> owned(Tx tx, UUID user) {
    List<UUID> owned = new ArrayList<>();
    tx.connection()
        .preparedQuery(OWNED)
        .execute(tuple(user))
        .await()
        .forEach(row -> owned.add(row.getUUID("id")));
    return owned;
  }

  private static final String OWN =
      """
      UPDATE drill_schedule SET owner_id = $2, version = version + 1, updated_at = $3 WHERE id = $1\
      """;

  void own(Tx tx, UUID id, UUID owner, Instant now) {
    tx.connection().preparedQuery(OWN).execute(tuple(id, owner, time(now))).await();
  }

  private static final String TEAM =
      """
      SELECT s.owner_team_id AS id FROM drill_schedule d
        JOIN service s ON s.tenant_id = d.tenant_id AND s.id = d.service_id
       WHERE d.id = $1\
      """;

  /** The team of its service. */
  Optional<UUID> team(Tx tx, UUID id) {
    return tx.connection().preparedQuery(TEAM).execute(tuple(id)).map(Rows::firstId).await();
  }
}
