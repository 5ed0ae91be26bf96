package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.oncall.Layer;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes calendars of holidays. */
final class HolidayRepository {

  /** A holiday by its day. */
  record Holiday(LocalDate day, String name) {}

  record Calendar(
      UUID id, String name, List<Holiday> days, int version, Instant createdAt, Instant updatedAt)
      implements Versioned {}

  /** A day of a calendar, and since when it is one. */
  record Entered(UUID calendar, LocalDate day, Instant madeAt, @Nullable Instant endedAt) {

    /** Whether it was one at that time. */
    boolean countsAt(Instant at) {
      return !madeAt.isAfter(at) && (endedAt == null || endedAt.isAfter(at));
    }
  }

  private static final String LIST =
      """
      SELECT id, name, version, created_at, updated_at
        FROM holiday_calendar
       WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR lower(name) > lower($2))
       ORDER BY lower(name)
       LIMIT $3\
      """;

  /** By name. */
  List<Calendar> list(Tx tx, @Nullable String after, int limit) {
    return calendars(tx, null, after, limit);
  }

  private List<Calendar> calendars(Tx tx, @Nullable UUID id, @Nullable String after, int limit) {
    List<Row> rows = new ArrayList<>();
    tx.connection().preparedQuery(LIST).execute(tuple(id, after, limit)).await().forEach(rows::add);
    Map<UUID, List<Holiday>> days = days(tx, rows.stream().map(r -> r.getUUID("id")).toList());
    return rows.stream()
        .map(
            row ->
                new Calendar(
                    row.getUUID("id"),
                    row.getString("name"),
                    days.getOrDefault(row.getUUID("id"), List.of()),
                    row.getInteger("version"),
                    instant(row, "created_at"),
                    instant(row, "updated_at")))
        .toList();
  }

  private static final String DAYS =
      """
      SELECT calendar_id, day, name
        FROM holiday WHERE calendar_id = ANY ($1::uuid[]) AND ended_at IS NULL ORDER BY day\
      """;

  private static Map<UUID, List<Holiday>> days(Tx tx, Collection<UUID> calendars) {
    Map<UUID, List<Holiday>> days = new HashMap<>();
    tx.connection()
        .preparedQuery(DAYS)
        .execute(tuple((Object) calendars.toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                days.computeIfAbsent(row.getUUID("calendar_id"), id -> new ArrayList<>())
                    .add(new Holiday(row.getLocalDate("day"), row.getString("name"))));
    return days;
  }

  Optional<Calendar> find(Tx tx, UUID id) {
    return calendars(tx, id, null, 1).stream().findFirst();
  }

  private static final String FIND_ID =
      """
      SELECT id FROM holiday_calendar
       WHERE deleted_at IS NULL AND (id = $1 OR lower(name) = lower($2))
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1\
      """;

  /** Finds a calendar by id or name. */
  Optional<UUID> findId(Tx tx, Reference calendar) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(calendar.id(), calendar.text()))
        .map(Rows::firstId)
        .await();
  }

  /** Finds a calendar by id or name; a fault if there is none. */
  Calendar existing(Tx tx, Reference calendar) {
    return findId(tx, calendar)
        .flatMap(id -> find(tx, id))
        .orElseThrow(() -> Fault.notFound("there is no holiday calendar " + calendar));
  }

  private static final String INSERT =
      """
      INSERT INTO holiday_calendar (tenant_id, id, name, created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $3)\
      """;

  void insert(Tx tx, UUID id, String name, SortedMap<LocalDate, String> days, Instant now) {
    tx.connection().preparedQuery(INSERT).execute(tuple(id, name, time(now))).await();
    writeDays(tx, id, days, now);
  }

  private static final String UPDATE =
      """
      UPDATE holiday_calendar SET name = $2, version = version + 1, updated_at = $3
       WHERE id = $1 AND version = $4 AND deleted_at IS NULL\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(
      Tx tx, UUID id, String name, SortedMap<LocalDate, String> days, int version, Instant now) {
    boolean isCurrent =
        tx.connection()
                .preparedQuery(UPDATE)
                .execute(tuple(id, name, time(now), version))
                .await()
                .rowCount()
            > 0;
    if (isCurrent) {
      writeDays(tx, id, days, now);
    }
    return isCurrent;
  }

  private static final String END_DAYS =
      """
      UPDATE holiday SET ended_at = $3
       WHERE calendar_id = $1 AND ended_at IS NULL AND day <> ALL ($2::date[])\
      """;

  private static final String WRITE_DAYS =
      """
      INSERT INTO holiday (tenant_id, calendar_id, day, name, made_at)
      SELECT current_tenant(), $1, n.day, n.name, $4 FROM unnest($2::date[], $3::text[]) AS n(day, name)
      ON CONFLICT (tenant_id, calendar_id, day) WHERE ended_at IS NULL DO UPDATE SET name = excluded.name\
      """;

  /** A day that stays keeps since when it is one. */
  private static void writeDays(Tx tx, UUID id, SortedMap<LocalDate, String> days, Instant now) {
    LocalDate[] dates = days.keySet().toArray(LocalDate[]::new);
    tx.connection().preparedQuery(END_DAYS).execute(tuple(id, dates, time(now))).await();
    tx.connection()
        .preparedQuery(WRITE_DAYS)
        .execute(tuple(id, dates, days.values().toArray(String[]::new), time(now)))
        .await();
  }

  private static final String USED_BY =
      """
      SELECT s.name
        FROM schedule s
        JOIN schedule_version v ON v.schedule_id = s.id AND v.version = s.version
       WHERE s.deleted_at IS NULL
         AND v.layers @> jsonb_build_array(jsonb_build_object('holidays', jsonb_build_object('calendar', $1::text)))
       ORDER BY lower(s.name)
       LIMIT 10\
      """;

  /** The names of schedules that observe it. */
  List<String> usedBy(Tx tx, UUID id) {
    List<String> names = new ArrayList<>();
    tx.connection()
        .preparedQuery(USED_BY)
        .execute(tuple(id.toString()))
        .await()
        .forEach(row -> names.add(row.getString("name")));
    return names;
  }

  private static final String DELETE =
      "UPDATE holiday_calendar SET deleted_at = $2, updated_at = $2 WHERE id = $1 AND deleted_at IS"
          + " NULL";

  /** Its name is free from then on. */
  void delete(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id, time(now))).await();
  }

  private static final String ENTERED =
      "SELECT calendar_id, day, made_at, ended_at FROM holiday WHERE calendar_id = ANY"
          + " ($1::uuid[])";

  /** All days of the calendars that the layers observe, also those that are none any more. */
  List<Entered> entered(Tx tx, Collection<List<Layer>> versions) {
    Set<UUID> calendars = new HashSet<>();
    versions.forEach(
        layers ->
            layers.forEach(layer -> layer.holidays().ifPresent(h -> calendars.add(h.calendar()))));
    List<Entered> days = new ArrayList<>();
    if (calendars.isEmpty()) {
      return days;
    }
    tx.connection()
        .preparedQuery(ENTERED)
        .execute(tuple((Object) calendars.toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                days.add(
                    new Entered(
                        row.getUUID("calendar_id"),
                        row.getLocalDate("day"),
                        instant(row, "made_at"),
                        instantOrNull(row, "ended_at"))));
    return days;
  }

  /** The layers with the days that count at that time. */
  static List<Layer> observing(List<Layer> layers, List<Entered> days, Instant at) {
    return layers.stream()
        .map(
            layer ->
                layer
                    .holidays()
                    .map(holidays -> layer.with(holidays.with(days(days, holidays.calendar(), at))))
                    .orElse(layer))
        .toList();
  }

  private static Set<LocalDate> days(List<Entered> days, UUID calendar, Instant at) {
    Set<LocalDate> counting = new HashSet<>();
    for (Entered day : days) {
      if (day.calendar.equals(calendar) && day.countsAt(at)) {
        counting.add(day.day);
      }
    }
    return counting;
  }

  /** The layers with the days of now. */
  List<Layer> observing(Tx tx, List<Layer> layers, Instant now) {
    return observing(layers, entered(tx, List.of(layers)), now);
  }

  /** Collects the days of a request, each once. */
  static SortedMap<LocalDate, String> byDay(List<Holiday> days) {
    SortedMap<LocalDate, String> byDay = new TreeMap<>();
    days.forEach(holiday -> byDay.putIfAbsent(holiday.day, holiday.name));
    return byDay;
  }
}
