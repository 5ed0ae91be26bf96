package dev.imas.core.item;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores exports of items. They are locked after their item. The notifier works on them by
 * functions of its own. Only on a virtual thread.
 */
final class ItemLinkRepository {

  private static final String FIND =
      """
      SELECT item_id, provider_id, state, wanted, issue_key, issue_title, issue_open, last_error FROM item_link
       WHERE item_id = $1\
      """;

  Optional<ItemLink> find(Tx tx, UUID item) {
    RowSet<Row> rows = tx.connection().preparedQuery(FIND).execute(tuple(item)).await();
    for (Row row : rows) {
      return Optional.of(
          new ItemLink(
              row.getUUID("item_id"),
              row.getUUID("provider_id"),
              ItemLink.State.stored(row.getString("state")),
              issue(row),
              row.getString("wanted") == null,
              row.getString("last_error")));
    }
    return Optional.empty();
  }

  private static ItemLink.@Nullable Issue issue(Row row) {
    String key = row.getString("issue_key");
    return key == null
        ? null
        : new ItemLink.Issue(key, row.getString("issue_title"), row.getBoolean("issue_open"));
  }

  private static final String EXPORT =
      """
      INSERT INTO item_link AS l (tenant_id, item_id, provider_id, tracker, author, author_id)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)
      ON CONFLICT (tenant_id, item_id) DO UPDATE
         SET provider_id = excluded.provider_id, tracker = excluded.tracker, state = 'creating', wanted = NULL,
             status = 'pending',
             -- What was given up may have made an issue all the same, which the next attempt looks for.
             attempts = CASE WHEN l.provider_id = excluded.provider_id AND l.issue_id IS NULL THEN 1 ELSE 0 END,
             asked_at = CASE WHEN l.provider_id = excluded.provider_id THEN l.asked_at ELSE now() END,
             next_attempt_at = now(), scheduled_at = now(), begun_at = now(), changed_at = now(),
             issue_id = NULL, issue_key = NULL, issue_url = NULL, issue_title = NULL, issue_open = NULL, issue_state = NULL,
             read_at = NULL, last_error = NULL, author = excluded.author, author_id = excluded.author_id\
      """;

  /**
   * Of an item that is locked. It was not exported before, or its export has failed, or its issue
   * is gone.
   *
   * @param tracker the type of the provider
   */
  void export(Tx tx, UUID item, UUID provider, String tracker, ItemAuthor by) {
    tx.connection()
        .preparedQuery(EXPORT)
        .execute(tuple(item, provider, tracker, by.name(), by.id()))
        .await();
  }

  private static final String WANT =
      """
      UPDATE item_link
         SET wanted = $2,
             -- The work under way says at its end that there is more to do.
             status = CASE WHEN status = 'working' THEN status ELSE 'pending' END,
             next_attempt_at = CASE WHEN status = 'working' THEN next_attempt_at ELSE now() END,
             begun_at = now()
       WHERE item_id = $1 AND state IN ('creating', 'linked')\
      """;

  /** The tracker is to be told that the item was opened again, or has ended. */
  void want(Tx tx, UUID item, boolean isOpen) {
    tx.connection().preparedQuery(WANT).execute(tuple(item, isOpen ? "open" : "close")).await();
  }

  private static final String FORGET = "DELETE FROM item_link WHERE item_id = $1";

  void forget(Tx tx, UUID item) {
    tx.connection().preparedQuery(FORGET).execute(tuple(item)).await();
  }
}
