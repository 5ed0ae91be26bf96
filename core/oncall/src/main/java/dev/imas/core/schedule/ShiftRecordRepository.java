package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Cause;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.ShiftRecord;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes who was on call, as it was written down at hand-overs. */
final class ShiftRecordRepository {

  private static final String SPAN =
      "SELECT since_at, until_at FROM shift_record WHERE schedule_id = $1 AND since_at < until_at";

  /** For which time the schedule's shifts are written down; empty if for none. */
  private static Optional<Interval> span(Tx tx, UUID schedule) {
    for (Row row : tx.connection().preparedQuery(SPAN).execute(tuple(schedule)).await()) {
      return Optional.of(new Interval(instant(row, "since_at"), instant(row, "until_at")));
    }
    return Optional.empty();
  }

  private static final String SHIFTS =
      """
      SELECT level, user_id, from_at, until_at, because, layer, turn, instead_of, override_id
        FROM shift_done
       WHERE schedule_id = $1 AND until_at > $2 AND from_at < $3
       ORDER BY from_at, level, user_id\
      """;

  /** What is written down of that time; empty if nothing is. */
  Optional<ShiftRecord> read(Tx tx, UUID schedule, Interval range) {
    return span(tx, schedule)
        .flatMap(span -> span.in(range))
        .map(part -> new ShiftRecord(part, shifts(tx, SHIFTS, schedule, part)));
  }

  private static final String TOUCHING =
      """
      SELECT level, user_id, from_at, until_at, because, layer, turn, instead_of, override_id
        FROM shift_done
       WHERE schedule_id = $1 AND until_at = $2
       ORDER BY from_at, level, user_id\
      """;

  /** The shifts that end where the record does: they may go on. */
  List<Shift> touching(Tx tx, UUID schedule, Instant end) {
    return shifts(
        tx.connection()
            .preparedQuery(TOUCHING)
            .execute(tuple(schedule, time(end)))
            .await()
            .iterator());
  }

  private static List<Shift> shifts(Tx tx, String query, UUID schedule, Interval part) {
    return shifts(
        tx.connection()
            .preparedQuery(query)
            .execute(tuple(schedule, time(part.from()), time(part.until())))
            .await()
            .iterator());
  }

  private static List<Shift> shifts(Iterator<Row> rows) {
    List<Shift> shifts = new ArrayList<>();
    rows.forEachRemaining(
        row ->
            shifts.add(
                new Shift(
                    row.getInteger("level"),
                    row.getUUID("user_id"),
                    new Interval(instant(row, "from_at"), instant(row, "until_at")),
                    cause(row))));
    return shifts;
  }

  private static Cause cause(Row row) {
    String layer = row.getString("layer");
    return switch (row.getString("because")) {
      case "turn" -> new Cause.Turn(layer, row.getLong("turn"));
      case "cover" -> new Cause.Cover(layer, row.getLong("turn"), ids(row));
      default -> new Cause.Overridden(row.getUUID("override_id"));
    };
  }

  private static List<UUID> ids(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("instead_of");
    return ids == null ? List.of() : List.of(ids);
  }

  /**
   * A schedule whose record is locked.
   *
   * @param until where the record ends
   * @param end from when on the schedule has nobody on call; null if it is not deleted
   */
  record Locked(Instant until, @Nullable Instant end) {}

  private static final String DUE =
      """
      SELECT s.id
        FROM schedule s
        LEFT JOIN shift_record r ON r.schedule_id = s.id
       WHERE coalesce(r.until_at < $2, true)
         AND (s.deleted_at IS NULL OR s.deleted_at > coalesce(r.until_at, greatest(s.created_at, $1)))
       ORDER BY s.id\
      """;

  /**
   * The schedules whose record may lack something.
   *
   * @param keptFrom before that, nothing is written down
   * @param until what is known for certain
   */
  List<UUID> due(Tx tx, Instant keptFrom, Instant until) {
    List<UUID> due = new ArrayList<>();
    tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(time(keptFrom), time(until)))
        .await()
        .forEach(row -> due.add(row.getUUID("id")));
    return due;
  }

  private static final String BEGIN =
      """
      INSERT INTO shift_record (tenant_id, schedule_id, since_at, until_at)
      SELECT current_tenant(), id, greatest(created_at, $2), greatest(created_at, $2) FROM schedule WHERE id = $1
      ON CONFLICT (tenant_id, schedule_id) DO NOTHING\
      """;

  private static final String LOCK =
      """
      SELECT r.until_at, s.deleted_at
        FROM shift_record r
        JOIN schedule s ON s.id = r.schedule_id
       WHERE r.schedule_id = $1
         FOR UPDATE OF r\
      """;

  /** Locks the schedule's record, which begins with the schedule if there is none. */
  Locked lock(Tx tx, UUID schedule, Instant keptFrom) {
    tx.connection().preparedQuery(BEGIN).execute(tuple(schedule, time(keptFrom))).await();
    Row row =
        tx.connection().preparedQuery(LOCK).execute(tuple(schedule)).await().iterator().next();
    return new Locked(instant(row, "until_at"), instantOrNull(row, "deleted_at"));
  }

  private static final String WRITE =
      """
      INSERT INTO shift_done (tenant_id, schedule_id, level, user_id, from_at, until_at, version, because, layer, turn,
                              instead_of, override_id)
      SELECT current_tenant(), $1, n.level, n.user_id, n.from_at, n.until_at,
             (SELECT max(v.version) FROM schedule_version v WHERE v.schedule_id = $1 AND v.in_force_from < n.until_at),
             n.because, n.layer, n.turn, n.instead_of::uuid[], n.override_id
        FROM unnest($2::smallint[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::bigint[],
                    $9::text[], $10::uuid[])
             AS n(level, user_id, from_at, until_at, because, layer, turn, instead_of, override_id)
      ON CONFLICT (tenant_id, schedule_id, level, user_id, from_at)
      DO UPDATE SET until_at = excluded.until_at, version = excluded.version\
      """;

  private static final String EXTEND =
      "UPDATE shift_record SET until_at = $2 WHERE schedule_id = $1 AND until_at < $2";

  /** Writes these shifts, and that the record answers until that time. */
  void write(Tx tx, UUID schedule, ShiftRecord.Addition added) {
    List<Shift> shifts = added.shifts();
    if (!shifts.isEmpty()) {
      tx.connection()
          .preparedQuery(WRITE)
          .execute(
              tuple(
                  schedule,
                  column(shifts, shift -> (short) shift.level(), Short[]::new),
                  column(shifts, Shift::person, UUID[]::new),
                  times(shifts, Shift::from),
                  times(shifts, Shift::until),
                  column(shifts, shift -> because(shift.cause()), String[]::new),
                  column(shifts, shift -> layer(shift.cause()), String[]::new),
                  column(shifts, shift -> turn(shift.cause()), Long[]::new),
                  column(shifts, shift -> insteadOf(shift.cause()), String[]::new),
                  column(shifts, shift -> override(shift.cause()), UUID[]::new)))
          .await();
    }
    tx.connection().preparedQuery(EXTEND).execute(tuple(schedule, time(added.until()))).await();
  }

  private static String because(Cause cause) {
    return switch (cause) {
      case Cause.Turn _ -> "turn";
      case Cause.Cover _ -> "cover";
      case Cause.Overridden _ -> "override";
    };
  }

  private static @Nullable String layer(Cause cause) {
    return switch (cause) {
      case Cause.Turn turn -> turn.layer();
      case Cause.Cover cover -> cover.layer();
      case Cause.Overridden _ -> null;
    };
  }

  private static @Nullable Long turn(Cause cause) {
    return switch (cause) {
      case Cause.Turn turn -> turn.number();
      case Cause.Cover cover -> cover.number();
      case Cause.Overridden _ -> null;
    };
  }

  /** As PostgreSQL writes an array, since an array of arrays must be rectangular. */
  private static @Nullable String insteadOf(Cause cause) {
    return cause instanceof Cause.Cover cover
        ? "{" + String.join(",", cover.instead().stream().map(UUID::toString).toList()) + "}"
        : null;
  }

  private static @Nullable UUID override(Cause cause) {
    return cause instanceof Cause.Overridden overridden ? overridden.id() : null;
  }

  private static final String SHORTEN =
      "UPDATE shift_record SET since_at = least($1, until_at) WHERE since_at < $1";

  /** The oldest; the next run removes more. */
  private static final String FORGET =
      """
      DELETE FROM shift_done
       WHERE ctid = ANY (ARRAY (SELECT ctid FROM shift_done WHERE until_at <= $1 ORDER BY until_at LIMIT 10000))\
      """;

  /** Removes shifts that ended by then. The record answers for later times alone. */
  void forget(Tx tx, Instant before) {
    tx.connection().preparedQuery(SHORTEN).execute(tuple(time(before))).await();
    tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).await();
  }
}
