package dev.imas.e2e.bulletin;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Stores bulletins. */
final class BulletinRepository {

  private static final String LIST =
      """
      SELECT id, text, ends_at, incidents FROM bulletin
       WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2\
      """;

  /** On a virtual thread. */
  List<Bulletin> list(Tx tx, ListRange paging) {
    List<Bulletin> all = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(paging.afterId(), paging.fetch()))
        .await()
        .forEach(
            row ->
                all.add(
                    new Bulletin(
                        row.getUUID("id"),
                        row.getString("text"),
                        instant(row, "ends_at"),
                        row.getInteger("incidents"))));
    return all;
  }

  private static final String INSERT =
      "INSERT INTO bulletin (tenant_id, id, text, ends_at) VALUES (current_tenant(), $1, $2, $3)";

  /** On a virtual thread. */
  void insert(Tx tx, Bulletin bulletin) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(bulletin.id(), bulletin.text(), bulletin.endsAt().atOffset(ZoneOffset.UTC)))
        .await();
  }

  private static final String DELETE = "DELETE FROM bulletin WHERE id = ANY ($1)";

  /**
   * @return how many there were
   */
  Future<Integer> delete(Tx tx, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(DELETE)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(rows -> rows.rowCount());
  }

  private static final String COUNT =
      "UPDATE bulletin SET incidents = incidents + $1 WHERE ends_at > $2";

  /** Counts incidents that were opened while bulletins are up. */
  Future<Void> count(Tx tx, int opened, Instant now) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(opened, now.atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }
}
