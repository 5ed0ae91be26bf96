package dev.imas.core.board;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the order of a board that the transaction has locked. It awaits, on a virtual
 * thread.
 */
final class RankRepository {

  /** The column of a row; {@code $2} is the current sprint. */
  static final String COLUMN =
      """
      CASE i.status_category
      WHEN 'todo' THEN CASE WHEN p.sprint_id IS NULL THEN 'to_plan' WHEN p.sprint_id = $2::uuid THEN 'planned' END
      WHEN 'doing' THEN 'in_progress'
      WHEN 'done' THEN 'done'
      END
      """;

  private static final String OF_BOARD =
      """
        FROM board_item p
        JOIN item i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
       WHERE p.board_id = $1\
      """;

  private static final String COUNT =
      "SELECT count(*)::int AS n " + OF_BOARD + " AND " + COLUMN + " = $3";

  int count(Tx tx, UUID board, @Nullable UUID current, BoardColumn column) {
    return ask(tx, COUNT, board, current, column.wireName()).iterator().next().getInteger("n");
  }

  private static final String ALL = "SELECT count(*)::int AS n FROM board_item WHERE board_id = $1";

  /** How many items a board has. */
  int all(Tx tx, UUID board) {
    return ask(tx, ALL, board).iterator().next().getInteger("n");
  }

  private static final String IS_IN =
      "SELECT p.rank " + OF_BOARD + " AND " + COLUMN + " = $3 AND p.item_id = $4";

  boolean isIn(Tx tx, UUID board, @Nullable UUID current, BoardColumn column, UUID item) {
    return rank(ask(tx, IS_IN, board, current, column.wireName(), item)) != null;
  }

  private static final String FIRST =
      "SELECT p.rank "
          + OF_BOARD
          + " AND "
          + COLUMN
          + " = $3 AND p.item_id <> $4 ORDER BY p.rank LIMIT 1";

  /** The first rank of a column; null: nothing else stands there. */
  @Nullable String first(
      Tx tx, UUID board, @Nullable UUID current, BoardColumn column, UUID without) {
    return rank(ask(tx, FIRST, board, current, column.wireName(), without));
  }

  private static final String AFTER =
      "SELECT min(rank) AS rank FROM board_item WHERE board_id = $1 AND rank > $2 AND item_id <>"
          + " $3";

  /** The next rank on the board, whatever column it stands in. */
  @Nullable String after(Tx tx, UUID board, String rank, UUID without) {
    return rank(ask(tx, AFTER, board, rank, without));
  }

  private static final String BEFORE =
      "SELECT max(rank) AS rank FROM board_item WHERE board_id = $1 AND rank < $2 AND item_id <>"
          + " $3";

  @Nullable String before(Tx tx, UUID board, String rank, UUID without) {
    return rank(ask(tx, BEFORE, board, rank, without));
  }

  private static final String LAST = "SELECT max(rank) AS rank FROM board_item WHERE board_id = $1";

  @Nullable String last(Tx tx, UUID board) {
    return rank(ask(tx, LAST, board));
  }

  private static final String ITEMS =
      "SELECT item_id FROM board_item WHERE board_id = $1 ORDER BY rank";

  private static final String SPREAD =
      """
      UPDATE board_item AS p SET rank = n.rank
        FROM unnest($1::uuid[], $2::text[]) AS n (item, rank)
       WHERE p.tenant_id = current_tenant() AND p.item_id = n.item\
      """;

  /** Writes all ranks of a board anew, in the same order. */
  void spread(Tx tx, UUID board) {
    List<UUID> items = new ArrayList<>();
    ask(tx, ITEMS, board).forEach(row -> items.add(row.getUUID("item_id")));
    ask(tx, SPREAD, items.toArray(UUID[]::new), Rank.spread(items.size()).toArray(String[]::new));
  }

  private static RowSet<Row> ask(Tx tx, String statement, @Nullable Object... values) {
    return tx.connection().preparedQuery(statement).execute(tuple(values)).await();
  }

  private static @Nullable String rank(RowSet<Row> rows) {
    for (Row row : rows) {
      return row.getString("rank");
    }
    return null;
  }
}
