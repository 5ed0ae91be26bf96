package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes schedules and their versions. */
final class ScheduleRepository {

  /** What a request writes, with its team and people looked up. */
  record Writing(UUID team, String name, String description, ZoneId zone, List<Layer> layers) {}

  private static final String LIST =
      """
      SELECT s.id, s.team_id, t.name AS team_name, s.name, s.description, s.time_zone, v.layers, s.version,
             s.created_at, s.updated_at
        FROM schedule s
        JOIN team t ON t.id = s.team_id
        JOIN schedule_version v ON v.schedule_id = s.id AND v.version = s.version
       WHERE s.deleted_at IS NULL
         AND ($1::uuid IS NULL OR s.id = $1)
         AND ($2::uuid IS NULL OR s.team_id = $2)
         AND ($3::text IS NULL OR lower(s.name) > lower($3))
       ORDER BY lower(s.name)
       LIMIT $4\
      """;

  List<ScheduleView> list(Tx tx, @Nullable UUID team, @Nullable String after, int limit) {
    return views(
        tx.connection().preparedQuery(LIST).execute(tuple(null, team, after, limit)).await());
  }

  Optional<ScheduleView> find(Tx tx, UUID id) {
    return views(tx.connection().preparedQuery(LIST).execute(tuple(id, null, null, 1)).await())
        .stream()
        .findFirst();
  }

  private static final String NAMED =
      "SELECT id FROM schedule WHERE tenant_id = current_tenant() AND deleted_at IS NULL AND"
          + " lower(name) = ANY ($1) ORDER BY lower(name)";

  /**
   * The schedules of these names.
   *
   * @param names in lower case
   */
  List<UUID> named(Tx tx, Collection<String> names) {
    List<UUID> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(NAMED)
        .execute(tuple((Object) names.toArray(String[]::new)))
        .await()
        .forEach(row -> found.add(row.getUUID("id")));
    return found;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM schedule
       WHERE deleted_at IS NULL AND (id = $1 OR lower(name) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1\
      """;

  /** Finds a schedule by id or name; a fault if there is none. */
  ScheduleView existing(Tx tx, Reference schedule) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(schedule.id(), schedule.text()))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no schedule " + schedule));
  }

  private static final String ALL = "SELECT id FROM schedule WHERE deleted_at IS NULL ORDER BY id";

  /** The ids of all schedules. */
  List<UUID> all(Tx tx) {
    List<UUID> ids = new ArrayList<>();
    tx.connection().preparedQuery(ALL).execute().await().forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static List<ScheduleView> views(RowSet<Row> rows) {
    List<ScheduleView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new ScheduleView(
              row.getUUID("id"),
              row.getUUID("team_id"),
              row.getString("team_name"),
              row.getString("name"),
              row.getString("description"),
              ZoneId.of(row.getString("time_zone")),
              layers(row),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return views;
  }

  private static List<Layer> layers(Row row) {
    return StoredLayers.read(row.getValue("layers").toString());
  }

  private static final String INSERT =
      """
      INSERT INTO schedule (tenant_id, id, team_id, name, description, time_zone, created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $6)\
      """;

  void insert(Tx tx, UUID id, Writing w, String by, Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, w.team, w.name, w.description, w.zone.getId(), time(now)))
        .await();
    insertVersion(tx, id, 1, w.layers, by, now);
  }

  private static final String UPDATE =
      """
      UPDATE schedule
         SET team_id = $2, name = $3, description = $4, time_zone = $5, version = version + 1, updated_at = $6
       WHERE id = $1 AND version = $7 AND deleted_at IS NULL\
      """;

  /**
   * Brings a new version into force.
   *
   * @param now after the start of the version before
   * @return whether the schedule still had that version
   */
  boolean update(Tx tx, UUID id, Writing w, int version, String by, Instant now) {
    boolean isCurrent =
        tx.connection()
                .preparedQuery(UPDATE)
                .execute(
                    tuple(id, w.team, w.name, w.description, w.zone.getId(), time(now), version))
                .await()
                .rowCount()
            > 0;
    if (isCurrent) {
      insertVersion(tx, id, version + 1, w.layers, by, now);
    }
    return isCurrent;
  }

  private static final String INSERT_VERSION =
      """
      INSERT INTO schedule_version (tenant_id, schedule_id, version, in_force_from, layers, made_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)\
      """;

  private static final String FORGET_PEOPLE = "DELETE FROM schedule_person WHERE schedule_id = $1";

  private static final String INSERT_PEOPLE =
      """
      INSERT INTO schedule_person (tenant_id, schedule_id, user_id)
      SELECT current_tenant(), $1, u FROM unnest($2::uuid[]) AS u\
      """;

  private static void insertVersion(
      Tx tx, UUID id, int version, List<Layer> layers, String by, Instant now) {
    tx.connection()
        .preparedQuery(INSERT_VERSION)
        .execute(tuple(id, version, time(now), new JsonArray(StoredLayers.write(layers)), by))
        .await();
    tx.connection().preparedQuery(FORGET_PEOPLE).execute(tuple(id)).await();
    tx.connection().preparedQuery(INSERT_PEOPLE).execute(tuple(id, people(layers))).await();
  }

  private static UUID[] people(List<Layer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.rotation().slots().stream())
        .flatMap(List::stream)
        .distinct()
        .toArray(UUID[]::new);
  }

  private static final String DELETE =
      "UPDATE schedule SET deleted_at = $2, updated_at = $2 WHERE id = $1 AND deleted_at IS NULL";

  /** From then on it has nobody on call, and its name is free. */
  void delete(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id, time(now))).await();
    tx.connection().preparedQuery(FORGET_PEOPLE).execute(tuple(id)).await();
  }

  private static final String OF_TEAM =
      """
      SELECT id FROM schedule
       WHERE team_id = $1 AND created_at <= $2 AND (deleted_at IS NULL OR deleted_at > $2)
       ORDER BY id\
      """;

  /** The schedules that the team has, as of that time. */
  List<UUID> ofTeam(Tx tx, UUID team, Instant at) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(OF_TEAM)
        .execute(tuple(team, time(at)))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static final String OF_TEAM_WITHIN =
      """
      SELECT id FROM schedule
       WHERE team_id = $1 AND created_at < $3 AND (deleted_at IS NULL OR deleted_at > $2)
       ORDER BY id\
      """;

  /** The schedules that the team had at some time of the range. */
  List<UUID> ofTeam(Tx tx, UUID team, Interval range) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(OF_TEAM_WITHIN)
        .execute(tuple(team, time(range.from()), time(range.until())))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  /**
   * When a schedule was there.
   *
   * @param until null: it is still there
   */
  record Life(Instant from, @Nullable Instant until) {}

  private static final String LIFE = "SELECT created_at, deleted_at FROM schedule WHERE id = $1";

  /** Also of one that was deleted. */
  Optional<Life> life(Tx tx, UUID id) {
    for (Row row : tx.connection().preparedQuery(LIFE).execute(tuple(id)).await()) {
      return Optional.of(new Life(instant(row, "created_at"), instantOrNull(row, "deleted_at")));
    }
    return Optional.empty();
  }

  private static final String OF_USER =
      """
      SELECT s.id
        FROM schedule s
       WHERE s.deleted_at IS NULL
         AND (EXISTS (SELECT FROM schedule_person p WHERE p.schedule_id = s.id AND p.user_id = $1)
              OR EXISTS (SELECT FROM schedule_override o
                          WHERE o.schedule_id = s.id AND o.user_id = $1 AND o.until_at > $2))
       ORDER BY s.id\
      """;

  /**
   * The schedules that the user takes turns in now, or was put in by an override that ends later.
   */
  List<UUID> ofUser(Tx tx, UUID user, Instant since) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(OF_USER)
        .execute(tuple(user, time(since)))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static final String KEEPING =
      """
      SELECT 'schedule ' || s.name AS what
        FROM schedule s
        JOIN schedule_person p ON p.schedule_id = s.id AND p.user_id = $1
       WHERE s.deleted_at IS NULL
      UNION ALL
      SELECT 'override of schedule ' || s.name || ' until ' || o.until_at
        FROM schedule_override o
        JOIN schedule s ON s.id = o.schedule_id AND s.deleted_at IS NULL
       WHERE o.user_id = $1 AND o.ended_at IS NULL AND o.until_at > $2
      UNION ALL
      SELECT 'stand-ins of team ' || t.name
        FROM team_on_call c
        JOIN team t ON t.id = c.team_id
       WHERE $1 IN (c.current_id, c.manager_id)
      UNION ALL
      SELECT 'default on call' FROM tenant_on_call WHERE user_id = $1
       LIMIT 10\
      """;

  /** What would have nobody without the user, in words. */
  List<String> keeping(Tx tx, UUID user, Instant now) {
    List<String> what = new ArrayList<>();
    tx.connection()
        .preparedQuery(KEEPING)
        .execute(tuple(user, time(now)))
        .await()
        .forEach(row -> what.add(row.getString("what")));
    return what;
  }

  private static final String VERSIONS =
      """
      SELECT in_force_from, layers
        FROM schedule_version
       WHERE schedule_id = $1 AND in_force_from < $3
         AND in_force_from >= coalesce((SELECT max(in_force_from) FROM schedule_version
                                         WHERE schedule_id = $1 AND in_force_from <= $2), '-infinity')
       ORDER BY in_force_from\
      """;

  /** The layers in force at any time of the range, by when they came into force. */
  TreeMap<Instant, List<Layer>> versions(Tx tx, UUID schedule, Instant from, Instant until) {
    TreeMap<Instant, List<Layer>> versions = new TreeMap<>();
    tx.connection()
        .preparedQuery(VERSIONS)
        .execute(tuple(schedule, time(from), time(until)))
        .await()
        .forEach(row -> versions.put(instant(row, "in_force_from"), layers(row)));
    return versions;
  }
}
