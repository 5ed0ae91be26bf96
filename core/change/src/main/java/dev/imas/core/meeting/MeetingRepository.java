package dev.imas.core.meeting;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.planned.PlannedTimes;
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

/** Reads and writes meetings. It awaits, on a virtual thread. */
final class MeetingRepository {

  /**
   * Which meetings are read; null: whatever it is.
   *
   * @param endsAfter with times that end later
   */
  record Filter(
      @Nullable List<UUID> ids,
      @Nullable UUID team,
      @Nullable UUID participant,
      @Nullable Instant endsAfter) {

    static Filter of(List<UUID> ids) {
      return new Filter(ids, null, null, null);
    }
  }

  /**
   * What is stored of the content of a meeting beside its draft.
   *
   * @param nextReminder null: none comes
   * @param end of its last time; null: it comes for ever
   */
  record Content(
      @Nullable UUID team,
      List<UUID> participants,
      PlannedTimes times,
      @Nullable Instant nextReminder,
      @Nullable Instant end) {

    Content {
      participants = List.copyOf(participants);
    }
  }

  private static final String LIST =
      """
      SELECT e.id, e.title, e.description, e.starts_at, e.time_zone, e.duration_seconds, e.ends_by_clock, e.recurrence, e.except_at,
             e.version, e.created_at, e.updated_at, m.kind, m.link, m.tags, m.remind_before, m.follows, m.created_by,
             t.id AS team_id, t.name AS team
        FROM meeting m
        JOIN calendar_event e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
        LEFT JOIN team t ON t.tenant_id = m.tenant_id AND t.id = m.team_id
       WHERE ($1::uuid[] IS NULL OR m.event_id = ANY ($1))
         AND ($2::uuid IS NULL OR m.team_id = $2)
         AND ($3::uuid IS NULL OR m.event_id IN (SELECT p.event_id FROM meeting_participant p WHERE p.user_id = $3))
         AND ($4::timestamptz IS NULL OR m.ends_on IS NULL OR m.ends_on > $4)
         AND ($5::uuid IS NULL OR m.event_id < $5)
       ORDER BY m.event_id DESC
       LIMIT $6\
      """;

  private static final String PARTICIPANTS =
      """
      SELECT p.event_id, u.id, u.username FROM meeting_participant p
        JOIN user_account u ON u.tenant_id = p.tenant_id AND u.id = p.user_id
       WHERE p.event_id = ANY ($1)
       ORDER BY lower(u.username)\
      """;

  private static final String CHANGES =
      """
      SELECT event_id, planned_for, is_cancelled, starts_at, duration_seconds, title, description, notes FROM meeting_change
       WHERE event_id = ANY ($1)
       ORDER BY planned_for\
      """;

  /** The latest that was made first. */
  List<Meeting> list(Tx tx, Filter filter, @Nullable UUID after, int limit) {
    List<Row> rows = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                filter.ids == null ? null : filter.ids.toArray(UUID[]::new),
                filter.team,
                filter.participant,
                timeOrNull(filter.endsAfter),
                after,
                limit))
        .await()
        .forEach(rows::add);
    if (rows.isEmpty()) {
      return List.of();
    }
    UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    Map<UUID, List<Participant>> participants = new HashMap<>();
    for (Row row :
        tx.connection().preparedQuery(PARTICIPANTS).execute(tuple((Object) ids)).await()) {
      participants
          .computeIfAbsent(row.getUUID("event_id"), any -> new ArrayList<>())
          .add(new Participant(row.getUUID("id"), row.getString("username")));
    }
    Map<UUID, List<Change>> changes = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(CHANGES).execute(tuple((Object) ids)).await()) {
      changes.computeIfAbsent(row.getUUID("event_id"), any -> new ArrayList<>()).add(change(row));
    }
    return rows.stream()
        .map(
            row ->
                meeting(
                    row,
                    participants.getOrDefault(row.getUUID("id"), List.of()),
                    changes.getOrDefault(row.getUUID("id"), List.of())))
        .toList();
  }

  Optional<Meeting> find(Tx tx, UUID id) {
    return list(tx, Filter.of(List.of(id)), null, 1).stream().findFirst();
  }

  private static Change change(Row row) {
    Integer seconds = row.getInteger("duration_seconds");
    return new Change(
        row.getLocalDateTime("planned_for"),
        row.getBoolean("is_cancelled"),
        row.getLocalDateTime("starts_at"),
        seconds == null ? null : Duration.ofSeconds(seconds),
        row.getString("title"),
        row.getString("description"),
        row.getString("notes"));
  }

  private static Meeting meeting(Row row, List<Participant> participants, List<Change> changes) {
    String recurrence = row.getString("recurrence");
    UUID team = row.getUUID("team_id");
    return new Meeting(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("description"),
        MeetingKind.of(row.getShort("kind")),
        new PlannedTimes(
            row.getLocalDateTime("starts_at"),
            ZoneId.of(row.getString("time_zone")),
            Duration.ofSeconds(row.getInteger("duration_seconds")),
            row.getBoolean("ends_by_clock"),
            recurrence == null ? null : new CalendarRecurrence(recurrence),
            Set.of(row.getArrayOfLocalDateTimes("except_at"))),
        changes,
        team == null ? null : new Named(team, row.getString("team")),
        participants,
        row.getString("link"),
        List.of(row.getArrayOfStrings("tags")),
        Arrays.stream(row.getArrayOfIntegers("remind_before")).map(Duration::ofSeconds).toList(),
        row.getUUID("follows"),
        row.getString("created_by"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String WITH_PARTICIPANTS =
      """
      SELECT DISTINCT p.event_id FROM meeting_participant p
        JOIN meeting m ON m.tenant_id = p.tenant_id AND m.event_id = p.event_id
       WHERE p.user_id = ANY ($1) AND p.event_id <> $2 AND (m.ends_on IS NULL OR m.ends_on > $3)
       LIMIT $4\
      """;

  /** Other meetings of the same people that are not over, at most so many. */
  List<Meeting> ofTheSamePeople(Tx tx, Meeting meeting, Instant now, int limit) {
    if (meeting.participants().isEmpty()) {
      return List.of();
    }
    UUID[] users = meeting.participants().stream().map(Participant::id).toArray(UUID[]::new);
    List<UUID> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(WITH_PARTICIPANTS)
        .execute(tuple(users, meeting.id(), time(now), limit))
        .await()
        .forEach(row -> found.add(row.getUUID(0)));
    return list(tx, Filter.of(found), null, limit);
  }

  private static final String COUNT = "SELECT count(*)::int FROM meeting";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT_EVENT =
      """
      INSERT INTO calendar_event (tenant_id, id, type, title, description, starts_at, time_zone, duration_seconds, ends_by_clock,
                                  recurrence, except_at, author, created_at, updated_at)
      VALUES (current_tenant(), $1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)\
      """;

  private static final String INSERT =
      """
      INSERT INTO meeting (tenant_id, event_id, kind, team_id, link, tags, remind_before, next_reminder, ends_on, follows, created_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)\
      """;

  /**
   * @param follows the series that was cut before it; null: none
   */
  void insert(
      Tx tx,
      UUID id,
      MeetingDraft draft,
      Content content,
      @Nullable UUID follows,
      String author,
      Instant now) {
    PlannedTimes times = content.times;
    tx.connection()
        .preparedQuery(INSERT_EVENT)
        .execute(
            tuple(
                id,
                draft.title(),
                draft.description(),
                times.start(),
                times.zone().getId(),
                (int) times.length().toSeconds(),
                times.endsByClock(),
                text(times.recurrence()),
                sorted(times.except()),
                author,
                time(now)))
        .await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                (short) draft.kind().number(),
                content.team,
                draft.link(),
                draft.tags().toArray(String[]::new),
                seconds(draft.remindBefore()),
                timeOrNull(content.nextReminder),
                timeOrNull(content.end),
                follows,
                author))
        .await();
    addParticipants(tx, id, content.participants);
  }

  private static @Nullable String text(@Nullable CalendarRecurrence recurrence) {
    return recurrence == null ? null : recurrence.text();
  }

  private static LocalDateTime[] sorted(Set<LocalDateTime> times) {
    return times.stream().sorted().toArray(LocalDateTime[]::new);
  }

  private static Integer[] seconds(List<Duration> durations) {
    return durations.stream().map(one -> (int) one.toSeconds()).toArray(Integer[]::new);
  }

  private static final String UPDATE_EVENT =
      """
      UPDATE calendar_event
         SET title = $3, description = $4, starts_at = $5, time_zone = $6, duration_seconds = $7, ends_by_clock = $8,
             recurrence = $9, except_at = $10, author = $11, updated_at = $12, version = version + 1
       WHERE id = $1 AND version = $2 AND type = 1\
      """;

  private static final String UPDATE =
      """
      UPDATE meeting SET kind = $2, team_id = $3, link = $4, tags = $5, remind_before = $6, next_reminder = $7, ends_on = $8
       WHERE event_id = $1\
      """;

  private static final String FORGET_PARTICIPANTS =
      "DELETE FROM meeting_participant WHERE event_id = $1";

  /**
   * @return whether it still had that version
   */
  boolean update(
      Tx tx,
      UUID id,
      int version,
      MeetingDraft draft,
      Content content,
      String author,
      Instant now) {
    PlannedTimes times = content.times;
    int changed =
        tx.connection()
            .preparedQuery(UPDATE_EVENT)
            .execute(
                tuple(
                    id,
                    version,
                    draft.title(),
                    draft.description(),
                    times.start(),
                    times.zone().getId(),
                    (int) times.length().toSeconds(),
                    times.endsByClock(),
                    text(times.recurrence()),
                    sorted(times.except()),
                    author,
                    time(now)))
            .await()
            .rowCount();
    if (changed == 0) {
      return false;
    }
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                (short) draft.kind().number(),
                content.team,
                draft.link(),
                draft.tags().toArray(String[]::new),
                seconds(draft.remindBefore()),
                timeOrNull(content.nextReminder),
                timeOrNull(content.end)))
        .await();
    tx.connection().preparedQuery(FORGET_PARTICIPANTS).execute(tuple(id)).await();
    addParticipants(tx, id, content.participants);
    return true;
  }

  private static final String ADD_PARTICIPANTS =
      """
      INSERT INTO meeting_participant (tenant_id, event_id, user_id)
      SELECT current_tenant(), $1, u FROM unnest($2::uuid[]) AS u\
      """;

  private static void addParticipants(Tx tx, UUID id, List<UUID> participants) {
    if (!participants.isEmpty()) {
      tx.connection()
          .preparedQuery(ADD_PARTICIPANTS)
          .execute(tuple(id, participants.stream().distinct().sorted().toArray(UUID[]::new)))
          .await();
    }
  }

  private static final String CUT =
      """
      UPDATE calendar_event SET recurrence = $3, except_at = $4, author = $5, updated_at = $6, version = version + 1
       WHERE id = $1 AND version = $2 AND type = 1\
      """;

  private static final String END =
      "UPDATE meeting SET next_reminder = $2, ends_on = $3 WHERE event_id = $1";

  /**
   * Its times end earlier, and nothing else changes.
   *
   * @return whether it still had that version
   */
  boolean cut(
      Tx tx,
      UUID id,
      int version,
      PlannedTimes times,
      @Nullable Instant nextReminder,
      @Nullable Instant end,
      String author,
      Instant now) {
    boolean isCut =
        tx.connection()
                .preparedQuery(CUT)
                .execute(
                    tuple(
                        id,
                        version,
                        text(times.recurrence()),
                        sorted(times.except()),
                        author,
                        time(now)))
                .await()
                .rowCount()
            > 0;
    if (isCut) {
      ends(tx, id, nextReminder, end);
    }
    return isCut;
  }

  /** What follows from its times changed. */
  void ends(Tx tx, UUID id, @Nullable Instant nextReminder, @Nullable Instant end) {
    tx.connection()
        .preparedQuery(END)
        .execute(tuple(id, timeOrNull(nextReminder), timeOrNull(end)))
        .await();
  }

  private static final String LOCK =
      "SELECT 1 FROM calendar_event WHERE id = $1 AND version = $2 AND type = 1 FOR UPDATE";

  /**
   * @return whether it still has that version, which it keeps until the transaction ends
   */
  boolean lock(Tx tx, UUID id, int version) {
    return tx.connection().preparedQuery(LOCK).execute(tuple(id, version)).await().size() > 0;
  }

  private static final String TOUCH =
      """
      UPDATE calendar_event SET author = $3, updated_at = $4, version = version + 1
       WHERE id = $1 AND version = $2 AND type = 1\
      """;

  /**
   * One of its times changed.
   *
   * @return whether it still had that version
   */
  boolean touch(Tx tx, UUID id, int version, String author, Instant now) {
    return tx.connection()
            .preparedQuery(TOUCH)
            .execute(tuple(id, version, author, time(now)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE =
      "DELETE FROM calendar_event WHERE id = $1 AND version = $2 AND type = 1";

  /**
   * @return whether it still had that version
   */
  boolean delete(Tx tx, UUID id, int version) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id, version)).await().rowCount() > 0;
  }
}
