package dev.imas.core.board;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.board.BoardRepository.Change;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores what boards know of items. All of it is changed by whoever has locked the board. It
 * awaits, on a virtual thread.
 */
final class PlannedRepository {

  private static final String ROWS =
      """
      SELECT item_id, board_id, sprint_id, rank, type, points, epic, labels, origin FROM board_item
      """;

  private static final String FIND = ROWS + " WHERE item_id = $1";

  Optional<Planned> find(Tx tx, UUID item) {
    return read(tx, FIND, item).stream().findFirst();
  }

  private static final String OPEN_OF_SPRINT =
      ROWS
          + """
           WHERE sprint_id = $1
             AND EXISTS (SELECT FROM item i
                          WHERE i.tenant_id = board_item.tenant_id AND i.id = board_item.item_id
                            AND i.status_category IN ('todo', 'doing'))
           ORDER BY rank\
          """;

  /** What is left of a sprint, in its order. */
  List<Planned> openOf(Tx tx, UUID sprint) {
    return read(tx, OPEN_OF_SPRINT, sprint);
  }

  private static final String OF_SPRINT =
      "SELECT count(*)::int AS n FROM board_item WHERE sprint_id = $1";

  int of(Tx tx, UUID sprint) {
    return tx.connection()
        .preparedQuery(OF_SPRINT)
        .execute(tuple(sprint))
        .await()
        .iterator()
        .next()
        .getInteger("n");
  }

  private static List<Planned> read(Tx tx, String statement, @Nullable Object... values) {
    List<Planned> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(statement).execute(tuple(values)).await()) {
      String type = row.getString("type");
      found.add(
          new Planned(
              row.getUUID("item_id"),
              row.getUUID("board_id"),
              row.getUUID("sprint_id"),
              row.getString("rank"),
              new Planned.Details(
                  type == null ? null : BoardItemType.stored(type),
                  row.getInteger("points"),
                  row.getString("epic"),
                  List.of(row.getArrayOfStrings("labels")),
                  row.getString("origin"))));
    }
    return found;
  }

  private static final String INSERT =
      """
      INSERT INTO board_item (tenant_id, item_id, board_id, sprint_id, rank, type, points, epic, labels, origin)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)\
      """;

  void insert(Tx tx, Planned planned) {
    tx.connection().preparedQuery(INSERT).execute(values(planned)).await();
  }

  private static final String UPDATE =
      """
      UPDATE board_item SET sprint_id = $3, rank = $4, type = $5, points = $6, epic = $7, labels = $8, origin = $9
       WHERE item_id = $1 AND board_id = $2\
      """;

  void update(Tx tx, Planned planned) {
    tx.connection().preparedQuery(UPDATE).execute(values(planned)).await();
  }

  private static Tuple values(Planned planned) {
    Planned.Details d = planned.details();
    BoardItemType type = d.type();
    return tuple(
        planned.item(),
        planned.board(),
        planned.sprint(),
        planned.rank(),
        type == null ? null : type.wireName(),
        d.points(),
        d.epic(),
        d.labels().toArray(String[]::new),
        d.origin());
  }

  private static final String DELETE = "DELETE FROM board_item WHERE item_id = $1";

  void delete(Tx tx, UUID item) {
    tx.connection().preparedQuery(DELETE).execute(tuple(item)).await();
  }

  private static final String MOVE_TO_SPRINT =
      "UPDATE board_item SET sprint_id = $2 WHERE item_id = ANY ($1)";

  void moveTo(Tx tx, List<Planned> items, @Nullable UUID sprint) {
    tx.connection()
        .preparedQuery(MOVE_TO_SPRINT)
        .execute(tuple(column(items, Planned::item, UUID[]::new), sprint))
        .await();
  }

  /** What an item was at a change, as the log knows it. */
  enum State {
    OPEN,
    DONE,
    /** Dropped, or taken off the board. */
    OUT;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State stored(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  private static final String LOG =
      """
      INSERT INTO board_change (tenant_id, board_id, seq, item_id, at, sprint_id, points, state)
      SELECT current_tenant(), $1, $2, n.item, $3, $4, n.points, $5 FROM unnest($6::uuid[], $7::int[]) AS n (item, points)\
      """;

  /**
   * Adds what became of items to the log.
   *
   * @param sprint that they are planned for from now on
   */
  void log(
      Tx tx, UUID board, Change change, List<Planned> items, @Nullable UUID sprint, State state) {
    if (!items.isEmpty()) {
      tx.connection()
          .preparedQuery(LOG)
          .execute(
              tuple(
                  board,
                  change.seq(),
                  time(change.at()),
                  sprint,
                  state.wireName(),
                  column(items, Planned::item, UUID[]::new),
                  column(items, Planned::points, Integer[]::new)))
          .await();
    }
  }
}
