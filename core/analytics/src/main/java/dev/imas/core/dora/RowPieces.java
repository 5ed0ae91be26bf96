package dev.imas.core.dora;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;

/**
 * Reads many rows piece by piece, since the event loop that reads a row serves others, too. While
 * one piece is worked on, the next one is on its way.
 */
final class RowPieces {

  private static final int ROWS = 2_000;

  private RowPieces() {}

  /** On a virtual thread. */
  static void each(Tx tx, String sql, Tuple parameters, Consumer<Row> work) {
    PreparedStatement statement = tx.connection().prepare(sql).await();
    Cursor cursor = statement.cursor(parameters);
    RowSet<Row> piece = cursor.read(ROWS).await();
    while (cursor.hasMore()) {
      Future<RowSet<Row>> next = cursor.read(ROWS);
      piece.forEach(work);
      piece = next.await();
    }
    piece.forEach(work);
    cursor.close().await();
  }
}
