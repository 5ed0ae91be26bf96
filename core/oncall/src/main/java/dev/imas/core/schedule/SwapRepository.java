package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes swaps of shifts. */
final class SwapRepository {

  /** What has become of a swap. */
  enum State {
    OPEN,
    ACCEPTED,
    DECLINED,
    WITHDRAWN,
    /** A shift of it began before there was an answer. */
    EXPIRED,
    /** A shift of it changed. */
    MOVED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A shift as it was when the swap was asked for. */
  record Part(int level, Interval when) {}

  /**
   * @param version the schedule's, when it was asked for
   * @param giver whose shift it is
   * @param taker who is asked to take it
   * @param inReturn a shift of the taker, which the giver takes; null if none
   * @param override by which the taker has the shift; null unless accepted
   * @param returnOverride by which the giver has the other one
   */
  record Swap(
      UUID id,
      UUID schedule,
      int version,
      UUID giver,
      UUID taker,
      Part given,
      @Nullable Part inReturn,
      String note,
      State state,
      @Nullable UUID override,
      @Nullable UUID returnOverride,
      Instant madeAt,
      String madeBy,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {

    /** When the first of its shifts begins. */
    Instant begins() {
      return inReturn != null && inReturn.when.from().isBefore(given.when.from())
          ? inReturn.when.from()
          : given.when.from();
    }

    /** The overrides that it made. */
    List<UUID> overrides() {
      return Stream.of(Optional.ofNullable(override), Optional.ofNullable(returnOverride))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private static final String COLUMNS =
      """
      id, schedule_id, version, giver_id, taker_id, level, from_at, until_at, return_level, return_from_at, return_until_at,
      note, state, override_id, return_override_id, made_at, made_by, ended_at, ended_by\
      """;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
             FROM shift_swap
            WHERE schedule_id = $1 AND ($2::text[] IS NULL OR state = ANY ($2)) AND ($3::uuid IS NULL OR id > $3)
            ORDER BY id
            LIMIT $4\
          """;

  /** By id, and so by when they were asked for. */
  List<Swap> list(
      Tx tx, UUID schedule, String @Nullable [] states, @Nullable UUID after, int limit) {
    return swaps(
        tx.connection().preparedQuery(LIST).execute(tuple(schedule, states, after, limit)).await());
  }

  private static final String LOCK =
      "SELECT " + COLUMNS + " FROM shift_swap WHERE schedule_id = $1 AND id = $2 FOR UPDATE";

  /** Nobody else answers it until the transaction ends. */
  Optional<Swap> lock(Tx tx, UUID schedule, UUID id) {
    return swaps(tx.connection().preparedQuery(LOCK).execute(tuple(schedule, id)).await()).stream()
        .findFirst();
  }

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM shift_swap WHERE schedule_id = $1 AND id = $2";

  Optional<Swap> find(Tx tx, UUID schedule, UUID id) {
    return swaps(tx.connection().preparedQuery(FIND).execute(tuple(schedule, id)).await()).stream()
        .findFirst();
  }

  private static final String RUNNING =
      """
      SELECT DISTINCT schedule_id
        FROM shift_swap
       WHERE state IN ('open', 'accepted') AND greatest(until_at, return_until_at) > $1
          OR state = 'open'
       ORDER BY schedule_id\
      """;

  /** The schedules with swaps that may still end. */
  List<UUID> running(Tx tx, Instant now) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(RUNNING)
        .execute(tuple(time(now)))
        .await()
        .forEach(row -> ids.add(row.getUUID("schedule_id")));
    return ids;
  }

  private static final String LOCK_RUNNING =
      "SELECT "
          + COLUMNS
          + """
             FROM shift_swap
            WHERE schedule_id = $1
              AND (state = 'open' OR state = 'accepted' AND greatest(until_at, return_until_at) > $2)
            ORDER BY id
              FOR UPDATE SKIP LOCKED\
          """;

  List<Swap> lockRunning(Tx tx, UUID schedule, Instant now) {
    return swaps(
        tx.connection().preparedQuery(LOCK_RUNNING).execute(tuple(schedule, time(now))).await());
  }

  private static List<Swap> swaps(RowSet<Row> rows) {
    List<Swap> swaps = new ArrayList<>();
    for (Row row : rows) {
      swaps.add(
          new Swap(
              row.getUUID("id"),
              row.getUUID("schedule_id"),
              row.getInteger("version"),
              row.getUUID("giver_id"),
              row.getUUID("taker_id"),
              new Part(
                  row.getInteger("level"),
                  new Interval(instant(row, "from_at"), instant(row, "until_at"))),
              inReturn(row),
              row.getString("note"),
              State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
              row.getUUID("override_id"),
              row.getUUID("return_override_id"),
              instant(row, "made_at"),
              row.getString("made_by"),
              instantOrNull(row, "ended_at"),
              row.getString("ended_by")));
    }
    return swaps;
  }

  private static @Nullable Part inReturn(Row row) {
    Integer level = row.getInteger("return_level");
    return level == null
        ? null
        : new Part(
            level, new Interval(instant(row, "return_from_at"), instant(row, "return_until_at")));
  }

  private static final String INSERT =
      """
      INSERT INTO shift_swap (tenant_id, id, schedule_id, version, giver_id, taker_id, level, from_at, until_at,
                              return_level, return_from_at, return_until_at, note, state, made_at, made_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)\
      """;

  void insert(Tx tx, Swap swap) {
    Part inReturn = swap.inReturn;
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                swap.id,
                swap.schedule,
                swap.version,
                swap.giver,
                swap.taker,
                (short) swap.given.level,
                time(swap.given.when.from()),
                time(swap.given.when.until()),
                inReturn == null ? null : (short) inReturn.level,
                timeOrNull(inReturn == null ? null : inReturn.when.from()),
                timeOrNull(inReturn == null ? null : inReturn.when.until()),
                swap.note,
                swap.state.wireName(),
                time(swap.madeAt),
                swap.madeBy))
        .await();
  }

  private static final String END =
      """
      UPDATE shift_swap
         SET state = $2, override_id = coalesce($3, override_id), return_override_id = coalesce($4, return_override_id),
             ended_at = $5, ended_by = $6
       WHERE id = $1\
      """;

  /** Writes what has become of it. */
  void end(
      Tx tx,
      UUID id,
      State state,
      @Nullable UUID override,
      @Nullable UUID returnOverride,
      Instant now,
      String by) {
    tx.connection()
        .preparedQuery(END)
        .execute(tuple(id, state.wireName(), override, returnOverride, time(now), by))
        .await();
  }
}
