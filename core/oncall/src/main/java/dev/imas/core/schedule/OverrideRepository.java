package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Versioned;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes overrides. One that has begun is not deleted but ended. */
final class OverrideRepository {

  /**
   * @param instead the one person who is replaced; null if all of the level are
   * @param endedAt when somebody ended it before its time
   */
  record OverrideView(
      UUID id,
      UUID schedule,
      int level,
      Instant from,
      Instant until,
      @Nullable UUID instead,
      UUID person,
      String note,
      Instant madeAt,
      String madeBy,
      @Nullable Instant endedAt,
      @Nullable String endedBy)
      implements Versioned {

    @Override
    public int version() {
      return endedAt == null ? 1 : 2;
    }

    /** What it replaces; empty if it was ended before it began. */
    Optional<ShiftOverride> inForce() {
      Instant end = endedAt == null || endedAt.isAfter(until) ? until : endedAt;
      return from.isBefore(end)
          ? Optional.of(
              new ShiftOverride(
                  id, madeAt, level, new Interval(from, end), Optional.ofNullable(instead), person))
          : Optional.empty();
    }
  }

  private static final String COLUMNS =
      """
      id, schedule_id, level, from_at, until_at, instead_id, user_id, note, made_at, made_by, ended_at, ended_by\
      """;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
             FROM schedule_override
            WHERE schedule_id = $1 AND until_at > $2 AND from_at < $3 AND ($4::uuid IS NULL OR id > $4)
            ORDER BY id
            LIMIT $5\
          """;

  /** Those that touch the range, by id. */
  List<OverrideView> list(
      Tx tx, UUID schedule, Instant from, Instant until, @Nullable UUID after, int limit) {
    return ask(tx, schedule, from, until, after, limit).await();
  }

  /** The same, for who asks for more before waiting for it. */
  Future<List<OverrideView>> ask(
      Tx tx, UUID schedule, Instant from, Instant until, @Nullable UUID after, int limit) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(schedule, time(from), time(until), after, limit))
        .map(OverrideRepository::views);
  }

  private static final String RUNNING =
      "SELECT "
          + COLUMNS
          + """
             FROM schedule_override
            WHERE schedule_id = $1 AND user_id = $2 AND until_at > $3 AND ended_at IS NULL
            ORDER BY id\
          """;

  /** Those that put the user on call, now or later. */
  List<OverrideView> running(Tx tx, UUID schedule, UUID user, Instant now) {
    return views(
        tx.connection().preparedQuery(RUNNING).execute(tuple(schedule, user, time(now))).await());
  }

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM schedule_override WHERE schedule_id = $1 AND id = $2";

  Optional<OverrideView> find(Tx tx, UUID schedule, UUID id) {
    return views(tx.connection().preparedQuery(FIND).execute(tuple(schedule, id)).await()).stream()
        .findFirst();
  }

  private static List<OverrideView> views(RowSet<Row> rows) {
    List<OverrideView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new OverrideView(
              row.getUUID("id"),
              row.getUUID("schedule_id"),
              row.getInteger("level"),
              instant(row, "from_at"),
              instant(row, "until_at"),
              row.getUUID("instead_id"),
              row.getUUID("user_id"),
              row.getString("note"),
              instant(row, "made_at"),
              row.getString("made_by"),
              instantOrNull(row, "ended_at"),
              row.getString("ended_by")));
    }
    return views;
  }

  private static final String INSERT =
      """
      INSERT INTO schedule_override (tenant_id, id, schedule_id, level, from_at, until_at, instead_id, user_id, note,
                                     made_at, made_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)\
      """;

  void insert(Tx tx, UUID schedule, ShiftOverride made, String note, String by) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                made.id(),
                schedule,
                (short) made.level(),
                time(made.when().from()),
                time(made.when().until()),
                made.instead().orElse(null),
                made.person(),
                note,
                time(made.made()),
                by))
        .await();
  }

  private static final String END =
      """
      UPDATE schedule_override SET ended_at = $2, ended_by = $3
       WHERE id = $1 AND ended_at IS NULL AND until_at > $2\
      """;

  /** From then on the rotations are in force again. What is over stays as it was. */
  void end(Tx tx, UUID id, Instant now, String by) {
    tx.connection().preparedQuery(END).execute(tuple(id, time(now), by)).await();
  }
}
