package dev.imas.core.freeze;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.http.Reference;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes freezes. It awaits, on a virtual thread. */
final class FreezeRepository {

  private static final String LIST =
      """
      SELECT e.id, e.title, e.description, e.starts_at, e.time_zone, e.duration_seconds, e.ends_by_clock, e.recurrence, e.except_at,
             f.tiers, f.observes, f.emergencies, f.is_limited, e.is_active, e.version, e.created_at, e.updated_at
        FROM calendar_event e
        JOIN calendar_freeze f ON f.tenant_id = e.tenant_id AND f.event_id = e.id
       WHERE e.type = 4 AND ($1::uuid IS NULL OR e.id = $1) AND ($2::text IS NULL OR lower(e.title) > lower($2))
       ORDER BY lower(e.title)
       LIMIT $3\
      """;

  private static final String SCOPES =
      """
      SELECT s.event_id, s.is_exception, v.id AS environment_id, v.name AS environment, o.id AS service_id, o.name AS service,
             t.id AS team_id, t.name AS team, r.id AS repository_id, r.full_name AS repository
        FROM freeze_scope s
        LEFT JOIN environment v ON v.tenant_id = s.tenant_id AND v.id = s.environment_id
        LEFT JOIN service o ON o.tenant_id = s.tenant_id AND o.id = s.service_id
        LEFT JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.team_id
        LEFT JOIN repository r ON r.tenant_id = s.tenant_id AND r.id = s.repository_id
       WHERE s.event_id = ANY ($1)
       ORDER BY lower(coalesce(v.name, o.name, t.name, r.full_name))\
      """;

  /** By name. */
  List<Freeze> list(Tx tx, @Nullable String after, int limit) {
    return read(tx, null, after, limit);
  }

  Optional<Freeze> find(Tx tx, UUID id) {
    return read(tx, id, null, 1).stream().findFirst();
  }

  private record Scopes(
      List<Named> environments,
      List<Named> services,
      List<Named> teams,
      List<Named> exceptServices,
      List<Named> exceptRepositories) {

    static Scopes none() {
      return new Scopes(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }

    void add(Row row) {
      boolean isException = row.getBoolean("is_exception");
      add(row, "environment", environments);
      add(row, "service", isException ? exceptServices : services);
      add(row, "team", teams);
      add(row, "repository", exceptRepositories);
    }

    private static void add(Row row, String kind, List<Named> to) {
      UUID id = row.getUUID(kind + "_id");
      if (id != null) {
        to.add(new Named(id, row.getString(kind)));
      }
    }
  }

  private static List<Freeze> read(Tx tx, @Nullable UUID id, @Nullable String after, int limit) {
    List<Row> rows = new ArrayList<>();
    tx.connection().preparedQuery(LIST).execute(tuple(id, after, limit)).await().forEach(rows::add);
    if (rows.isEmpty()) {
      return List.of();
    }
    UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    Map<UUID, Scopes> scopes = new HashMap<>();
    tx.connection()
        .preparedQuery(SCOPES)
        .execute(tuple((Object) ids))
        .await()
        .forEach(
            row -> scopes.computeIfAbsent(row.getUUID("event_id"), any -> Scopes.none()).add(row));
    return rows.stream()
        .map(row -> freeze(row, scopes.getOrDefault(row.getUUID("id"), Scopes.none())))
        .toList();
  }

  private static Freeze freeze(Row row, Scopes scopes) {
    return new Freeze(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("description"),
        times(row),
        Arrays.stream(row.getArrayOfShorts("tiers")).map(EnvironmentTier::of).toList(),
        scopes.environments,
        scopes.services,
        scopes.teams,
        scopes.exceptServices,
        scopes.exceptRepositories,
        row.getBoolean("observes"),
        row.getBoolean("emergencies"),
        row.getBoolean("is_limited"),
        row.getBoolean("is_active"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** When the event of a row takes place. */
  static PlannedTimes times(Row row) {
    String recurrence = row.getString("recurrence");
    return new PlannedTimes(
        row.getLocalDateTime("starts_at"),
        ZoneId.of(row.getString("time_zone")),
        Duration.ofSeconds(row.getInteger("duration_seconds")),
        row.getBoolean("ends_by_clock"),
        recurrence == null ? null : new CalendarRecurrence(recurrence),
        Set.of(row.getArrayOfLocalDateTimes("except_at")));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM calendar_event
       WHERE type = 4 AND (id = $1 OR lower(title) = lower($2)) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds one by id or name; a fault if there is none. */
  Freeze existing(Tx tx, Reference freeze) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(freeze.id(), freeze.text()))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no freeze " + freeze));
  }

  private static final String COUNT = "SELECT count(*)::int FROM calendar_event WHERE type = 4";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT_EVENT =
      """
      INSERT INTO calendar_event (tenant_id, id, type, title, description, starts_at, time_zone, duration_seconds, ends_by_clock,
                                  recurrence, except_at, is_active, author, created_at, updated_at)
      VALUES (current_tenant(), $1, 4, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)\
      """;

  private static final String INSERT =
      """
      INSERT INTO calendar_freeze (tenant_id, event_id, observes, emergencies, tiers, is_limited)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)\
      """;

  void insert(Tx tx, UUID id, FreezeDraft draft, FreezeScope scope, String author, Instant now) {
    PlannedTimes times = draft.times();
    tx.connection()
        .preparedQuery(INSERT_EVENT)
        .execute(
            tuple(
                id,
                draft.name(),
                draft.description(),
                times.start(),
                times.zone().getId(),
                (int) times.length().toSeconds(),
                times.endsByClock(),
                text(times.recurrence()),
                times.except().stream().sorted().toArray(LocalDateTime[]::new),
                draft.isActive(),
                author,
                time(now)))
        .await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, draft.observes(), draft.emergencies(), tiers(draft), draft.isLimited()))
        .await();
    addScope(tx, id, scope);
  }

  private static Short[] tiers(FreezeDraft draft) {
    return draft.tiers().stream().map(tier -> (short) tier.number()).toArray(Short[]::new);
  }

  private static @Nullable String text(@Nullable CalendarRecurrence recurrence) {
    return recurrence == null ? null : recurrence.text();
  }

  private static final String UPDATE_EVENT =
      """
      UPDATE calendar_event
         SET title = $3, description = $4, starts_at = $5, time_zone = $6, duration_seconds = $7, ends_by_clock = $8,
             recurrence = $9, except_at = $10, is_active = $11, author = $12, updated_at = $13, version = version + 1
       WHERE id = $1 AND version = $2\
      """;

  private static final String UPDATE =
      "UPDATE calendar_freeze SET observes = $2, emergencies = $3, tiers = $4, is_limited = $5"
          + " WHERE event_id = $1";

  private static final String FORGET_SCOPE = "DELETE FROM freeze_scope WHERE event_id = $1";

  /**
   * @return whether it still had that version
   */
  boolean update(
      Tx tx,
      UUID id,
      FreezeDraft draft,
      FreezeScope scope,
      String author,
      int version,
      Instant now) {
    PlannedTimes times = draft.times();
    int changed =
        tx.connection()
            .preparedQuery(UPDATE_EVENT)
            .execute(
                tuple(
                    id,
                    version,
                    draft.name(),
                    draft.description(),
                    times.start(),
                    times.zone().getId(),
                    (int) times.length().toSeconds(),
                    times.endsByClock(),
                    text(times.recurrence()),
                    times.except().stream().sorted().toArray(LocalDateTime[]::new),
                    draft.isActive(),
                    author,
                    time(now)))
            .await()
            .rowCount();
    if (changed == 0) {
      return false;
    }
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(tuple(id, draft.observes(), draft.emergencies(), tiers(draft), draft.isLimited()))
        .await();
    tx.connection().preparedQuery(FORGET_SCOPE).execute(tuple(id)).await();
    addScope(tx, id, scope);
    return true;
  }

  private static final String ADD_SCOPE =
      """
      INSERT INTO freeze_scope (tenant_id, event_id, is_exception, environment_id, service_id, team_id, repository_id)
      SELECT current_tenant(), $1::uuid, false, e, NULL::uuid, NULL::uuid, NULL::uuid FROM unnest($2::uuid[]) AS e
      UNION ALL SELECT current_tenant(), $1::uuid, false, NULL, s, NULL, NULL FROM unnest($3::uuid[]) AS s
      UNION ALL SELECT current_tenant(), $1::uuid, false, NULL, NULL, t, NULL FROM unnest($4::uuid[]) AS t
      UNION ALL SELECT current_tenant(), $1::uuid, true, NULL, s, NULL, NULL FROM unnest($5::uuid[]) AS s
      UNION ALL SELECT current_tenant(), $1::uuid, true, NULL, NULL, NULL, r FROM unnest($6::uuid[]) AS r\
      """;

  private static void addScope(Tx tx, UUID id, FreezeScope scope) {
    tx.connection()
        .preparedQuery(ADD_SCOPE)
        .execute(
            tuple(
                id,
                ids(scope.environments()),
                ids(scope.services()),
                ids(scope.teams()),
                ids(scope.exceptServices()),
                ids(scope.exceptRepositories())))
        .await();
  }

  private static UUID[] ids(List<UUID> of) {
    return of.stream().distinct().toArray(UUID[]::new);
  }

  private static final String DELETE = "DELETE FROM calendar_event WHERE id = $1 AND type = 4";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
