package dev.imas.core.meeting;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what is otherwise for single times of meetings. It awaits, on a virtual thread. */
final class MeetingChangeRepository {

  private static final String PUT =
      """
      INSERT INTO meeting_change AS c
             (tenant_id, event_id, planned_for, is_cancelled, starts_at, duration_seconds, title, description, notes, author, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (tenant_id, event_id, planned_for) DO UPDATE
         SET is_cancelled = excluded.is_cancelled, starts_at = excluded.starts_at, duration_seconds = excluded.duration_seconds,
             title = excluded.title, description = excluded.description, notes = excluded.notes, author = excluded.author,
             updated_at = excluded.updated_at\
      """;

  void put(Tx tx, UUID meeting, Change change, String author, Instant now) {
    Duration length = change.length();
    tx.connection()
        .preparedQuery(PUT)
        .execute(
            tuple(
                meeting,
                change.plannedFor(),
                change.isCancelled(),
                change.startsAt(),
                length == null ? null : (int) length.toSeconds(),
                change.title(),
                change.description(),
                change.notes(),
                author,
                time(now)))
        .await();
  }

  private static final String DELETE =
      "DELETE FROM meeting_change WHERE event_id = $1 AND planned_for = $2";

  /**
   * @return whether there was one
   */
  boolean delete(Tx tx, UUID meeting, LocalDateTime plannedFor) {
    return tx.connection()
            .preparedQuery(DELETE)
            .execute(tuple(meeting, plannedFor))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE_FROM =
      "DELETE FROM meeting_change WHERE event_id = $1 AND ($2::timestamp IS NULL OR planned_for >="
          + " $2)";

  /**
   * @param start from which on they are gone; null: all of them
   */
  void deleteFrom(Tx tx, UUID meeting, @Nullable LocalDateTime start) {
    tx.connection().preparedQuery(DELETE_FROM).execute(tuple(meeting, start)).await();
  }
}
