package dev.imas.core.board;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.board.Burndown.Change;
import dev.imas.core.board.PlannedRepository.State;
import dev.imas.core.board.SprintReport.Line;
import dev.imas.core.item.WorkItems;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores sprints. All of it is changed under the board's lock. It awaits, on a virtual thread. */
final class SprintRepository {

  private static final String ROWS =
      """
      SELECT id, board_id, number, name, goal, retrospective, starts_on, weeks, state, started_at, closed_at, report::text AS report,
             version
        FROM sprint
      """;

  private static final String LIST =
      ROWS
          + " WHERE board_id = $1 AND ($2::int IS NULL OR number < $2) ORDER BY number DESC LIMIT"
          + " $3";

  /** The latest first. */
  List<Sprint> list(Tx tx, UUID board, @Nullable Integer before, int limit) {
    return read(tx, LIST, board, before, limit);
  }

  private static final String FIND = ROWS + " WHERE board_id = $1 AND number = $2";

  Optional<Sprint> find(Tx tx, UUID board, int number) {
    return read(tx, FIND, board, number).stream().findFirst();
  }

  private static final String BY_ID = ROWS + " WHERE id = $1";

  Optional<Sprint> find(Tx tx, UUID id) {
    return read(tx, BY_ID, id).stream().findFirst();
  }

  private static final String CURRENT =
      ROWS
          + """
           WHERE board_id = $1 AND state <> 'closed'
           ORDER BY state <> 'active', number
           LIMIT 1\
          """;

  /** The active one, or else the one that is planned next. */
  Optional<Sprint> current(Tx tx, UUID board) {
    return read(tx, CURRENT, board).stream().findFirst();
  }

  Optional<Sprint> active(Tx tx, UUID board) {
    return current(tx, board).filter(one -> one.is(Sprint.State.ACTIVE));
  }

  Optional<Sprint> last(Tx tx, UUID board) {
    return list(tx, board, null, 1).stream().findFirst();
  }

  private static final String NEXT =
      ROWS + " WHERE board_id = $1 AND state = 'planned' AND number > $2 ORDER BY number LIMIT 1";

  /** The planned one that follows another. */
  Optional<Sprint> next(Tx tx, UUID board, int number) {
    return read(tx, NEXT, board, number).stream().findFirst();
  }

  private static final String PREVIOUS =
      ROWS + " WHERE board_id = $1 AND number < $2 ORDER BY number DESC LIMIT 1";

  Optional<Sprint> previous(Tx tx, UUID board, int number) {
    return read(tx, PREVIOUS, board, number).stream().findFirst();
  }

  private static final String PLANNED =
      "SELECT count(*)::int AS n FROM sprint WHERE board_id = $1 AND state = 'planned'";

  int planned(Tx tx, UUID board) {
    return tx.connection()
        .preparedQuery(PLANNED)
        .execute(tuple(board))
        .await()
        .iterator()
        .next()
        .getInteger("n");
  }

  private static final String HAD_ITEMS =
      "SELECT EXISTS (SELECT FROM board_change WHERE sprint_id = $1) AS had";

  /** Whether anything ever was planned for it. */
  boolean hadItems(Tx tx, Sprint sprint) {
    return tx.connection()
        .preparedQuery(HAD_ITEMS)
        .execute(tuple(sprint.id()))
        .await()
        .iterator()
        .next()
        .getBoolean("had");
  }

  private static List<Sprint> read(Tx tx, String statement, @Nullable Object... values) {
    List<Sprint> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(statement).execute(tuple(values)).await()) {
      found.add(
          new Sprint(
              row.getUUID("id"),
              row.getUUID("board_id"),
              row.getInteger("number"),
              row.getString("name"),
              row.getString("goal"),
              row.getString("retrospective"),
              row.getLocalDate("starts_on"),
              row.getInteger("weeks"),
              Sprint.State.stored(row.getString("state")),
              instantOrNull(row, "started_at"),
              instantOrNull(row, "closed_at"),
              row.getString("report"),
              row.getInteger("version")));
    }
    return found;
  }

  private static final String INSERT =
      """
      INSERT INTO sprint (tenant_id, id, board_id, number, name, goal, starts_on, weeks)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  void insert(
      Tx tx,
      UUID id,
      UUID board,
      int number,
      String name,
      String goal,
      LocalDate startsOn,
      int weeks) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, board, number, name, goal, startsOn, weeks))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE sprint
         SET name = $2, goal = $3, retrospective = $4, starts_on = $5, weeks = $6, version = version + 1, updated_at = now()
       WHERE id = $1\
      """;

  void update(
      Tx tx,
      UUID id,
      String name,
      String goal,
      String retrospective,
      LocalDate startsOn,
      int weeks) {
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(tuple(id, name, goal, retrospective, startsOn, weeks))
        .await();
  }

  private static final String START =
      """
      UPDATE sprint SET state = 'active', started_at = $2, version = version + 1, updated_at = now() WHERE id = $1\
      """;

  void start(Tx tx, UUID id, Instant at) {
    tx.connection().preparedQuery(START).execute(tuple(id, time(at))).await();
  }

  private static final String CLOSE =
      """
      UPDATE sprint
         SET state = 'closed', closed_at = $2, done_points = $3, report = $4::text::jsonb, version = version + 1, updated_at = now()
       WHERE id = $1\
      """;

  /**
   * @param report as JSON
   */
  void close(Tx tx, UUID id, Instant at, int donePoints, String report) {
    tx.connection().preparedQuery(CLOSE).execute(tuple(id, time(at), donePoints, report)).await();
  }

  private static final String DELETE = "DELETE FROM sprint WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String DONE_POINTS =
      """
      SELECT done_points FROM sprint
       WHERE board_id = $1 AND state = 'closed' AND ($2::int IS NULL OR number < $2)
       ORDER BY number DESC
       LIMIT $3\
      """;

  /** Of the closed ones before another; empty if they say nothing yet. */
  Optional<Velocity> velocity(Tx tx, UUID board, @Nullable Integer before) {
    List<Integer> points = new ArrayList<>();
    tx.connection()
        .preparedQuery(DONE_POINTS)
        .execute(tuple(board, before, Velocity.MOST))
        .await()
        .forEach(row -> points.add(row.getInteger("done_points")));
    return points.size() < Velocity.FEWEST ? Optional.empty() : Optional.of(Velocity.of(points));
  }

  private static final String CHANGES =
      """
      SELECT item_id, at, sprint_id, points, state FROM board_change
       WHERE board_id = $1
         AND item_id IN (SELECT c.item_id FROM board_change c WHERE c.sprint_id = $2)
       ORDER BY seq, item_id\
      """;

  /** What became of all items that ever were in a sprint, in the order of the log. */
  List<Change> changes(Tx tx, UUID board, UUID sprint) {
    List<Change> changes = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(CHANGES).execute(tuple(board, sprint)).await()) {
      changes.add(
          new Change(
              row.getUUID("item_id"),
              Rows.instant(row, "at"),
              row.getUUID("sprint_id"),
              row.getInteger("points"),
              State.stored(row.getString("state"))));
    }
    return changes;
  }

  private static final String LINES =
      """
      SELECT i.kind, i.number, i.title, p.points, n.short_id
        FROM board_item p
        JOIN item i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
        LEFT JOIN incident n ON n.tenant_id = i.tenant_id AND n.id = i.incident_id
       WHERE p.sprint_id = $1 AND i.status_category = ANY ($2)
       ORDER BY p.rank
       LIMIT $3\
      """;

  /**
   * The items of a sprint in their order.
   *
   * @param categories of their statuses
   */
  List<Line> lines(Tx tx, UUID sprint, String... categories) {
    List<Line> lines = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LINES)
            .execute(tuple(sprint, categories, SprintReport.MOST))
            .await()) {
      lines.add(
          new Line(
              WorkItems.key(row.getString("kind"), row.getLong("number")),
              row.getString("title"),
              row.getInteger("points"),
              row.getString("short_id")));
    }
    return lines;
  }
}
