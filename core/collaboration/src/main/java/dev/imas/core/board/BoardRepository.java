package dev.imas.core.board;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.board.Board.TeamOf;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores boards. Whoever changes what stands on one locks it, after the item if there is one. It
 * awaits, on a virtual thread.
 */
final class BoardRepository {

  private static final String ROWS =
      """
      SELECT b.id, b.name, t.id AS team_id, t.name AS team, b.planned_limit, b.in_progress_limit, b.over_limit, b.sprint_weeks,
             b.plans_ahead, b.version, b.created_at, b.updated_at
        FROM board b
        JOIN team t ON t.tenant_id = b.tenant_id AND t.id = b.team_id
      """;

  private static final String LIST =
      ROWS
          + """
           WHERE ($1::uuid IS NULL OR b.team_id = $1) AND ($2::text IS NULL OR lower(b.name) > lower($2))
           ORDER BY lower(b.name)
           LIMIT $3\
          """;

  /**
   * By name.
   *
   * @param team null: of all
   */
  List<Board> list(Tx tx, @Nullable UUID team, @Nullable String after, int limit) {
    return read(tx, LIST, team, after, limit);
  }

  private static final String FIND =
      ROWS
          + " WHERE b.id = $1 OR lower(b.name) = lower($2) ORDER BY (b.id = $1) IS TRUE DESC LIMIT"
          + " 1";

  Optional<Board> find(Tx tx, Reference board) {
    return read(tx, FIND, board.id(), board.text()).stream().findFirst();
  }

  private static List<Board> read(Tx tx, String statement, @Nullable Object... values) {
    List<Board> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(statement).execute(tuple(values)).await()) {
      found.add(
          new Board(
              row.getUUID("id"),
              row.getString("name"),
              new TeamOf(row.getUUID("team_id"), row.getString("team")),
              row.getInteger("planned_limit"),
              row.getInteger("in_progress_limit"),
              row.getString("over_limit"),
              row.getInteger("sprint_weeks"),
              row.getBoolean("plans_ahead"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return found;
  }

  private static final String COUNT = "SELECT count(*)::int AS n FROM board";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger("n");
  }

  private static final String INSERT =
      """
      INSERT INTO board (tenant_id, id, name, team_id, planned_limit, in_progress_limit, over_limit, sprint_weeks, plans_ahead)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  void insert(Tx tx, UUID id, BoardDraft draft, UUID team) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                draft.name(),
                team,
                draft.plannedLimit(),
                draft.inProgressLimit(),
                draft.overLimit().wireName(),
                draft.sprintWeeks(),
                draft.plansAhead()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE board
         SET name = $2, team_id = $3, planned_limit = $4, in_progress_limit = $5, over_limit = $6, sprint_weeks = $7,
             plans_ahead = $8, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $9\
      """;

  /** Whether it had that version. */
  boolean update(Tx tx, UUID id, BoardDraft draft, UUID team, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    draft.name(),
                    team,
                    draft.plannedLimit(),
                    draft.inProgressLimit(),
                    draft.overLimit().wireName(),
                    draft.sprintWeeks(),
                    draft.plansAhead(),
                    version))
            .await()
            .rowCount()
        == 1;
  }

  private static final String DELETE = "DELETE FROM board WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  /**
   * A change of a board whose row is locked until the end of the transaction.
   *
   * @param seq larger than that of each change before it
   * @param at later than that of each change before it
   */
  record Change(long seq, Instant at) {}

  private static final String CHANGE =
      """
      UPDATE board SET seq = seq + 1, changed_at = greatest(changed_at + interval '1 microsecond', $2) WHERE id = $1
      RETURNING seq, changed_at\
      """;

  /** Locks a board for a change; empty when there is none of that id. */
  Optional<Change> change(Tx tx, UUID board, Instant now) {
    for (Row row : tx.connection().preparedQuery(CHANGE).execute(tuple(board, time(now))).await()) {
      return Optional.of(new Change(row.getLong("seq"), instant(row, "changed_at")));
    }
    return Optional.empty();
  }

  private static final String CHANGED_AT = "SELECT changed_at FROM board WHERE id = $1";

  /** When a board last changed, by its own time: that may be ahead of a clock. */
  Instant changedAt(Tx tx, UUID board) {
    return instant(
        tx.connection().preparedQuery(CHANGED_AT).execute(tuple(board)).await().iterator().next(),
        "changed_at");
  }

  private static final String SEQ = "SELECT seq FROM board WHERE id = $1";

  /** Of its last change. */
  long seq(Tx tx, UUID board) {
    return tx.connection()
        .preparedQuery(SEQ)
        .execute(tuple(board))
        .await()
        .iterator()
        .next()
        .getLong("seq");
  }
}
