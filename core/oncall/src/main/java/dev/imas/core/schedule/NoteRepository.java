package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes notes of hand-overs. */
final class NoteRepository {

  /**
   * @param author who goes off
   * @param handOver the end of the author's shift
   */
  record Note(
      UUID id,
      UUID schedule,
      int level,
      UUID author,
      Instant handOver,
      String text,
      Instant madeAt) {}

  private static final String COLUMNS =
      "id, schedule_id, level, user_id, hand_over_at, note, made_at";

  private static final String INSERT =
      """
      INSERT INTO hand_over_note (tenant_id, id, schedule_id, level, user_id, hand_over_at, note, made_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  void insert(Tx tx, Note n) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                n.id,
                n.schedule,
                (short) n.level,
                n.author,
                time(n.handOver),
                n.text,
                time(n.madeAt)))
        .await();
  }

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
             FROM hand_over_note
            WHERE schedule_id = $1 AND ($2::uuid IS NULL OR id < $2)
            ORDER BY id DESC
            LIMIT $3\
          """;

  /** The newest first. */
  List<Note> list(Tx tx, UUID schedule, @Nullable UUID before, int limit) {
    return notes(
        tx.connection().preparedQuery(LIST).execute(tuple(schedule, before, limit)).await());
  }

  private static final String OF_HAND_OVERS =
      "SELECT "
          + COLUMNS
          + """
             FROM hand_over_note
            WHERE schedule_id = ANY ($1::uuid[]) AND hand_over_at >= $2 AND hand_over_at < $3
            ORDER BY id\
          """;

  /** Those of hand-overs in that time, the oldest first. */
  List<Note> ofHandOvers(Tx tx, Collection<UUID> schedules, Interval range) {
    return notes(
        tx.connection()
            .preparedQuery(OF_HAND_OVERS)
            .execute(tuple(schedules.toArray(UUID[]::new), time(range.from()), time(range.until())))
            .await());
  }

  private static final String UNTOLD =
      """
      SELECT DISTINCT schedule_id FROM hand_over_note WHERE told_at IS NULL AND hand_over_at <= $1\
      """;

  /** The schedules with notes of hand-overs that have been, which nobody was told of. */
  List<UUID> untold(Tx tx, Instant now) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(UNTOLD)
        .execute(tuple(time(now)))
        .await()
        .forEach(row -> ids.add(row.getUUID("schedule_id")));
    return ids;
  }

  private static final String TELL =
      "UPDATE hand_over_note SET told_at = $2 WHERE schedule_id = $1 AND told_at IS NULL"
          + " AND hand_over_at <= $2 RETURNING "
          + COLUMNS;

  /** Those that nobody was told of, who are told now. */
  List<Note> tell(Tx tx, UUID schedule, Instant now) {
    return notes(tx.connection().preparedQuery(TELL).execute(tuple(schedule, time(now))).await());
  }

  private static final String FORGET = "DELETE FROM hand_over_note WHERE hand_over_at <= $1";

  void forget(Tx tx, Instant before) {
    tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).await();
  }

  private static List<Note> notes(RowSet<Row> rows) {
    List<Note> notes = new ArrayList<>();
    for (Row row : rows) {
      notes.add(
          new Note(
              row.getUUID("id"),
              row.getUUID("schedule_id"),
              row.getInteger("level"),
              row.getUUID("user_id"),
              instant(row, "hand_over_at"),
              row.getString("note"),
              instant(row, "made_at")));
    }
    return notes;
  }
}
