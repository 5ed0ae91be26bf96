package dev.imas.core.maintenance;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.http.Reference;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.maintenance.MaintenanceView.Named;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes windows. */
final class MaintenanceRepository {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  /**
   * What is stored of one.
   *
   * @param calendarUid null: a person has written it
   */
  record Stored(
      MaintenanceDraft draft, List<UUID> services, String author, @Nullable String calendarUid) {

    Stored {
      services = List.copyOf(services);
    }
  }

  private static final String LIST =
      """
      SELECT w.id, w.name, w.comment, w.matchers, w.starts_at, w.time_zone, w.duration_seconds, w.ends_by_clock, w.recurrence, w.except_at,
             w.hides_sev1, w.is_active, w.author, w.calendar_uid, w.version, w.created_at, w.updated_at, s.ids, s.names
        FROM maintenance_window w
        LEFT JOIN LATERAL (
          SELECT array_agg(s.id ORDER BY lower(s.name)) AS ids, array_agg(s.name ORDER BY lower(s.name)) AS names
            FROM maintenance_window_service o
            JOIN service s ON s.tenant_id = o.tenant_id AND s.id = o.service_id
           WHERE o.tenant_id = w.tenant_id AND o.window_id = w.id) AS s ON true
       WHERE ($1::uuid IS NULL OR w.id = $1) AND ($2::text IS NULL OR lower(w.name) > lower($2))
       ORDER BY lower(w.name)
       LIMIT $3\
      """;

  /** By name. */
  List<MaintenanceWindow> list(Tx tx, @Nullable String after, int limit) {
    return read(tx, null, after, limit);
  }

  Optional<MaintenanceWindow> find(Tx tx, UUID id) {
    return read(tx, id, null, 1).stream().findFirst();
  }

  private static List<MaintenanceWindow> read(
      Tx tx, @Nullable UUID id, @Nullable String after, int limit) {
    List<MaintenanceWindow> windows = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, after, limit))
        .await()
        .forEach(row -> windows.add(window(row)));
    return windows;
  }

  private static MaintenanceWindow window(Row row) {
    String recurrence = row.getString("recurrence");
    return new MaintenanceWindow(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("comment"),
        Json.read(row.getString("matchers"), TEXTS),
        services(row),
        new PlannedTimes(
            row.getLocalDateTime("starts_at"),
            ZoneId.of(row.getString("time_zone")),
            Duration.ofSeconds(row.getInteger("duration_seconds")),
            row.getBoolean("ends_by_clock"),
            recurrence == null ? null : new CalendarRecurrence(recurrence),
            Set.of(row.getArrayOfLocalDateTimes("except_at"))),
        row.getBoolean("hides_sev1"),
        row.getBoolean("is_active"),
        row.getString("author"),
        row.getString("calendar_uid"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static List<Named> services(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("ids");
    String[] names = row.getArrayOfStrings("names");
    List<Named> services = new ArrayList<>();
    for (int i = 0; ids != null && i < ids.length; i++) {
      services.add(new Named(ids[i], names[i]));
    }
    return services;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM maintenance_window
       WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds one by id or name; a fault if there is none. */
  MaintenanceWindow existing(Tx tx, Reference window) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(window.id(), window.text()))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no maintenance window " + window));
  }

  private static final String OF_CALENDAR =
      "SELECT id FROM maintenance_window WHERE calendar_uid = $1";

  Optional<MaintenanceWindow> ofCalendar(Tx tx, String uid) {
    return tx.connection()
        .preparedQuery(OF_CALENDAR)
        .execute(tuple(uid))
        .map(Rows::firstId)
        .await()
        .flatMap(id -> find(tx, id));
  }

  private static final String IS_NAMED =
      "SELECT EXISTS (SELECT FROM maintenance_window WHERE lower(name) = lower($1))";

  boolean isNamed(Tx tx, String name) {
    return tx.connection()
        .preparedQuery(IS_NAMED)
        .execute(tuple(name))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static final String COUNT = "SELECT count(*)::int FROM maintenance_window";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO maintenance_window (tenant_id, id, name, comment, matchers, starts_at, time_zone, duration_seconds, recurrence,
                                      except_at, hides_sev1, is_active, author, calendar_uid, created_at, updated_at, ends_by_clock)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15)\
      """;

  void insert(Tx tx, UUID id, Stored window, Instant now) {
    MaintenanceDraft draft = window.draft;
    PlannedTimes times = draft.times();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                draft.name(),
                draft.comment(),
                Json.write(draft.matchers()),
                times.start(),
                times.zone().getId(),
                (int) times.length().toSeconds(),
                text(times.recurrence()),
                draft.except().toArray(LocalDateTime[]::new),
                draft.hidesSev1(),
                draft.isActive(),
                window.author,
                window.calendarUid,
                time(now),
                times.endsByClock()))
        .await();
    addServices(tx, id, window.services);
  }

  private static @Nullable String text(@Nullable CalendarRecurrence recurrence) {
    return recurrence == null ? null : recurrence.text();
  }

  private static final String UPDATE =
      """
      UPDATE maintenance_window
         SET name = $3, comment = $4, matchers = $5, starts_at = $6, time_zone = $7, duration_seconds = $8, recurrence = $9,
             except_at = $10, hides_sev1 = $11, is_active = $12, author = $13, updated_at = $14, ends_by_clock = $15, version = version + 1
       WHERE id = $1 AND version = $2\
      """;

  private static final String FORGET_SERVICES =
      "DELETE FROM maintenance_window_service WHERE window_id = $1";

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, Stored window, int version, Instant now) {
    MaintenanceDraft draft = window.draft;
    PlannedTimes times = draft.times();
    int changed =
        tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    draft.name(),
                    draft.comment(),
                    Json.write(draft.matchers()),
                    times.start(),
                    times.zone().getId(),
                    (int) times.length().toSeconds(),
                    text(times.recurrence()),
                    draft.except().toArray(LocalDateTime[]::new),
                    draft.hidesSev1(),
                    draft.isActive(),
                    window.author,
                    time(now),
                    times.endsByClock()))
            .await()
            .rowCount();
    if (changed == 0) {
      return false;
    }
    tx.connection().preparedQuery(FORGET_SERVICES).execute(tuple(id)).await();
    addServices(tx, id, window.services);
    return true;
  }

  private static final String ADD_SERVICES =
      """
      INSERT INTO maintenance_window_service (tenant_id, window_id, service_id)
      SELECT current_tenant(), $1, s FROM unnest($2::uuid[]) AS s\
      """;

  private static void addServices(Tx tx, UUID id, List<UUID> services) {
    if (!services.isEmpty()) {
      tx.connection()
          .preparedQuery(ADD_SERVICES)
          .execute(tuple(id, services.toArray(UUID[]::new)))
          .await();
    }
  }

  private static final String DELETE = "DELETE FROM maintenance_window WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
