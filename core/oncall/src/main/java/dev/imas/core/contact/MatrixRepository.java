package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;

/** Reads and writes the matrix of a tenant that has changed it. */
public final class MatrixRepository {

  /**
   * @param version 1 of the usual one, which is not stored
   */
  public record Stored(NotificationMatrix matrix, int version) {}

  private static final String READ =
      "SELECT matrix::text AS matrix, version FROM notification_matrix";

  public Stored read(Tx tx) {
    for (Row row : tx.connection().preparedQuery(READ).execute().await()) {
      return new Stored(
          NotificationMatrix.read(row.getString("matrix")), row.getInteger("version"));
    }
    return new Stored(NotificationMatrix.USUAL, 1);
  }

  private static final String WRITE =
      """
      INSERT INTO notification_matrix (tenant_id, matrix, version)
      VALUES (current_tenant(), $1::text::jsonb, $2 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET matrix = excluded.matrix, version = excluded.version, updated_at = now()
       WHERE notification_matrix.version = $2\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  boolean write(Tx tx, NotificationMatrix matrix, int version) {
    return tx.connection()
            .preparedQuery(WRITE)
            .execute(tuple(Json.write(matrix.texts()), version))
            .await()
            .rowCount()
        > 0;
  }
}
