package dev.imas.core.item;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.item.Item.Details;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores work items. Locks are taken in this order: the incident, the workflow, the items by their
 * ids, the counter. Only on a virtual thread.
 */
final class ItemRepository {

  private static final String COLUMNS =
      """
      SELECT id, kind, number, title, description, status, status_category, category, priority, owner_id, owner_team_id,
             incident_id, section, due_at, remind_at, done_at, dropped_reason, created_by, created_by_id, version, created_at,
             updated_at
        FROM item
      """;

  private static final String FIND =
      "SELECT id FROM item WHERE id = $1 OR (kind = $2 AND number = $3)";

  Optional<UUID> findId(Tx tx, ItemKey key) {
    ItemKind kind = key.kind();
    return Rows.firstId(
        tx.connection()
            .preparedQuery(FIND)
            .execute(tuple(key.id(), kind == null ? null : kind.wireName(), key.number()))
            .await());
  }

  private static final String READ = COLUMNS + " WHERE id = $1";

  Optional<Item> read(Tx tx, UUID id) {
    return items(tx.connection().preparedQuery(READ).execute(tuple(id)).await()).stream()
        .findFirst();
  }

  private static final String LOCK = COLUMNS + " WHERE id = ANY ($1) ORDER BY id FOR UPDATE";

  /** Those that there are, in the order of their ids. */
  List<Item> lock(Tx tx, Collection<UUID> ids) {
    return items(
        tx.connection()
            .preparedQuery(LOCK)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await());
  }

  private static List<Item> items(RowSet<Row> rows) {
    List<Item> items = new ArrayList<>();
    rows.forEach(row -> items.add(item(row)));
    return items;
  }

  private static Item item(Row row) {
    String category = row.getString("category");
    return new Item(
        row.getUUID("id"),
        ItemKind.stored(row.getString("kind")),
        row.getLong("number"),
        new Details(
            row.getString("title"),
            row.getString("description"),
            category == null ? null : ItemCategory.valueOf(category.toUpperCase(Locale.ROOT)),
            ItemPriority.valueOf(row.getString("priority").toUpperCase(Locale.ROOT)),
            row.getUUID("owner_id"),
            row.getUUID("owner_team_id"),
            instantOrNull(row, "due_at"),
            row.getString("section")),
        row.getString("status"),
        StatusCategory.named(row.getString("status_category")),
        row.getUUID("incident_id"),
        instantOrNull(row, "remind_at"),
        instantOrNull(row, "done_at"),
        row.getString("dropped_reason"),
        row.getString("created_by"),
        row.getUUID("created_by_id"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String NEXT_NUMBER =
      """
      INSERT INTO item_counter AS c (tenant_id, kind, last) VALUES (current_tenant(), $1, 1)
      ON CONFLICT (tenant_id, kind) DO UPDATE SET last = c.last + 1
      RETURNING last\
      """;

  /** The number of a new item. Whoever takes one locks nothing after it. */
  long nextNumber(Tx tx, ItemKind kind) {
    return tx.connection()
        .preparedQuery(NEXT_NUMBER)
        .execute(tuple(kind.wireName()))
        .await()
        .iterator()
        .next()
        .getLong("last");
  }

  private static final String OPEN =
      "SELECT count(*) FROM item WHERE kind = $1 AND status_category IN ('todo', 'doing')";

  /** How many of a tenant's items are open. */
  long open(Tx tx, ItemKind kind) {
    return count(tx.connection().preparedQuery(OPEN).execute(tuple(kind.wireName())).await());
  }

  private static final String OPEN_OF_INCIDENT =
      """
      SELECT count(*) FROM item
       WHERE incident_id = $1 AND kind = $2 AND status_category IN ('todo', 'doing')\
      """;

  long openOf(Tx tx, UUID incident, ItemKind kind) {
    return count(
        tx.connection()
            .preparedQuery(OPEN_OF_INCIDENT)
            .execute(tuple(incident, kind.wireName()))
            .await());
  }

  private static long count(RowSet<Row> rows) {
    return rows.iterator().next().getLong(0);
  }

  private static final String INSERT =
      """
      INSERT INTO item (tenant_id, id, kind, number, title, description, status, status_category, category, priority, owner_id,
                        owner_team_id, incident_id, section, due_at, remind_at, created_by, created_by_id, created_at,
                        updated_at, idempotency_key, request_hash)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19, $20)\
      """;

  /**
   * @param request the hashes of its Idempotency-Key and of itself; null without a key
   */
  void insert(Tx tx, Item item, @Nullable Request request) {
    Details d = item.details();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                item.id(),
                item.kind().wireName(),
                item.number(),
                d.title(),
                d.description(),
                item.statusId(),
                item.statusCategory().wireName(),
                wire(d.category()),
                d.priority().wireName(),
                d.owner(),
                d.ownerTeam(),
                item.incident(),
                d.section(),
                timeOrNull(d.due()),
                timeOrNull(item.remindAt()),
                item.createdBy(),
                item.createdById(),
                time(item.createdAt()),
                request == null ? null : Buffer.buffer(request.key),
                request == null ? null : Buffer.buffer(request.hash)))
        .await();
  }

  static @Nullable String wire(@Nullable ItemCategory category) {
    return category == null ? null : category.wireName();
  }

  private static final String UPDATE =
      """
      UPDATE item
         SET title = $2, description = $3, status = $4, status_category = $5, category = $6, priority = $7, owner_id = $8,
             owner_team_id = $9, section = $10, due_at = $11, remind_at = $12, done_at = $13, dropped_reason = $14,
             version = $15, updated_at = $16
       WHERE id = $1\
      """;

  /** Of an item that this transaction has locked. */
  void update(Tx tx, Item item) {
    Details d = item.details();
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                item.id(),
                d.title(),
                d.description(),
                item.statusId(),
                item.statusCategory().wireName(),
                wire(d.category()),
                d.priority().wireName(),
                d.owner(),
                d.ownerTeam(),
                d.section(),
                timeOrNull(d.due()),
                timeOrNull(item.remindAt()),
                timeOrNull(item.doneAt()),
                item.droppedReason(),
                item.version(),
                time(item.updatedAt())))
        .await();
  }

  private static final String SET_REMINDERS =
      """
      UPDATE item AS i SET remind_at = n.at
        FROM unnest($1::uuid[], $2::timestamptz[]) AS n(id, at)
       WHERE i.tenant_id = current_tenant() AND i.id = n.id\
      """;

  /** When each of these is reminded of next. Their versions stay, so a concurrent edit is valid. */
  void setReminders(Tx tx, List<Reminder> reminders) {
    if (!reminders.isEmpty()) {
      tx.connection()
          .preparedQuery(SET_REMINDERS)
          .execute(
              tuple(column(reminders, Reminder::item, UUID[]::new), times(reminders, Reminder::at)))
          .await();
    }
  }

  /** When somebody is reminded of an item next; null: no more. */
  record Reminder(UUID item, @Nullable Instant at) {}

  private static final String APPEND =
      """
      INSERT INTO item_event (tenant_id, item_id, seq, name, from_value, to_value, reason, author, author_id, at)
      SELECT current_tenant(), $1, (SELECT coalesce(max(e.seq), 0) FROM item_event e WHERE e.item_id = $1) + 1,
             $2, $3, $4, $5, $6, $7, $8\
      """;

  /** Of an item that this transaction has locked, or made. */
  void append(Tx tx, UUID item, ItemEvent event) {
    tx.connection()
        .preparedQuery(APPEND)
        .execute(
            tuple(
                item,
                event.name(),
                event.from(),
                event.to(),
                event.reason(),
                event.author(),
                event.authorId(),
                time(event.at())))
        .await();
  }

  /** A request that can be sent again, by the hashes of its key and of what it asks for. */
  record Request(byte[] key, byte[] hash) {}

  /** What a request with the same key made. */
  record Given(UUID item, boolean sameRequest) {}

  // The lock is held until the end of the transaction, so a repeat waits for the first request.
  private static final String LOCK_KEY =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(current_tenant() || ' item ' || encode($1, 'hex'), 0))::text\
      """;

  private static final String GIVEN =
      """
      SELECT id, request_hash FROM item
       WHERE idempotency_key = $1 AND created_at > $2::timestamptz - interval '24 hours'
       ORDER BY created_at DESC
       LIMIT 1\
      """;

  Optional<Given> given(Tx tx, Request request, Instant now) {
    Buffer key = Buffer.buffer(request.key);
    tx.connection().preparedQuery(LOCK_KEY).execute(tuple(key)).await();
    RowSet<Row> rows = tx.connection().preparedQuery(GIVEN).execute(tuple(key, time(now))).await();
    for (Row row : rows) {
      return Optional.of(
          new Given(
              row.getUUID("id"),
              Arrays.equals(row.getBuffer("request_hash").getBytes(), request.hash)));
    }
    return Optional.empty();
  }
}
