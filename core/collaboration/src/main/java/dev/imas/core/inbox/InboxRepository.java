package dev.imas.core.inbox;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Total;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads inboxes, and marks what was read. Entries are made where deliveries are (R__59_inbox). */
final class InboxRepository {

  /** Neither what is never sent nor what can still be taken back. */
  private static final String IS_SHOWN =
      "d.status <> 'cancelled' AND (d.status <> 'held' OR d.held_for <> 'take_back')";

  private static final String LIST =
      """
      SELECT e.id, e.read_at, d.created_at, d.event, d.urgency, i.id AS incident_id, i.short_id, i.status AS incident_status,
             d.payload #>> '{incident,title}' AS title, d.payload #>> '{incident,url}' AS path, d.payload ->> 'note' AS note,
             d.payload #>> '{notice}' AS notice,
             nullif(CASE WHEN i.id IS NULL THEN d.payload #>> '{incident,description}' ELSE d.payload ->> 'message' END, '')
               AS text
        FROM inbox_entry e
        JOIN delivery d ON d.tenant_id = e.tenant_id AND d.id = e.id
        LEFT JOIN incident i ON i.tenant_id = d.tenant_id AND i.id = d.incident_id
       WHERE e.user_id = $1 AND ($2::uuid IS NULL OR e.id < $2) AND ($3::boolean IS NULL OR (e.read_at IS NULL) = $3)
         AND %s
       ORDER BY e.id DESC
       LIMIT $4\
      """
          .formatted(IS_SHOWN);

  /**
   * The newest first.
   *
   * @param unread only those that are unread, or only those that are not; null for all
   * @param reader the language of notices. What people or alerts have written stays as it is
   */
  List<InboxEntry> list(
      Tx tx, UUID user, @Nullable Boolean unread, ListRange paging, Phrases reader) {
    List<InboxEntry> entries = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(user, paging.afterId(), unread, paging.fetch()))
            .await()) {
      entries.add(entry(row, reader));
    }
    return entries;
  }

  private static InboxEntry entry(Row row, Phrases reader) {
    UUID incident = row.getUUID("incident_id");
    PageContent.Notice notice = notice(row.getString("notice"));
    return new InboxEntry(
        row.getUUID("id"),
        instant(row, "created_at"),
        row.getString("event"),
        Severity.of(row.getInteger("urgency")),
        notice == null ? row.getString("title") : SayingWords.of(notice.title(), reader),
        notice == null ? row.getString("text") : textOrNull(notice.text(), reader),
        row.getString("note"),
        incident == null
            ? null
            : new InboxEntry.Incident(
                incident, row.getString("short_id"), row.getString("incident_status")),
        incident == null ? row.getString("path") : null,
        instantOrNull(row, "read_at"));
  }

  /** Those that were written before notices had languages say nothing here. */
  private static PageContent.@Nullable Notice notice(@Nullable String json) {
    return json == null ? null : Json.read(json, PageContent.Notice.class);
  }

  private static @Nullable String textOrNull(Saying text, Phrases reader) {
    return text.pieces().isEmpty() ? null : SayingWords.of(text, reader);
  }

  private static final String UNREAD =
      """
      SELECT count(*) AS found
        FROM (SELECT FROM inbox_entry e
                JOIN delivery d ON d.tenant_id = e.tenant_id AND d.id = e.id
               WHERE e.user_id = $1 AND e.read_at IS NULL AND %s
               LIMIT $2) AS counted\
      """
          .formatted(IS_SHOWN);

  Total unread(Tx tx, UUID user) {
    return Total.of(
        tx.connection()
            .preparedQuery(UNREAD)
            .execute(tuple(user, Total.LOOKED_AT))
            .await()
            .iterator()
            .next()
            .getLong("found"));
  }

  private static final String READ =
      """
      UPDATE inbox_entry SET read_at = $4
       WHERE user_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2)) AND ($3::uuid IS NULL OR id <= $3)\
      """;

  /**
   * Marks what is unread as read. What is read stays as it is.
   *
   * @param ids which; null for any
   * @param upTo not those that are newer; null for all
   * @return how many it were
   */
  int read(Tx tx, UUID user, UUID @Nullable [] ids, @Nullable UUID upTo, Instant now) {
    return tx.connection()
        .preparedQuery(READ)
        .execute(tuple(user, ids, upTo, time(now)))
        .await()
        .rowCount();
  }

  private static final String UNDO =
      """
      UPDATE inbox_entry SET read_at = NULL
       WHERE user_id = $1 AND read_at IS NOT NULL AND ($2::uuid[] IS NULL OR id = ANY ($2))
         AND ($3::timestamptz IS NULL OR read_at = $3)\
      """;

  /**
   * Marks what is read as unread.
   *
   * @param ids which; null for any
   * @param readAt only what was marked at that moment; null for any
   * @return how many it were
   */
  int undo(Tx tx, UUID user, UUID @Nullable [] ids, @Nullable Instant readAt) {
    return tx.connection()
        .preparedQuery(UNDO)
        .execute(tuple(user, ids, timeOrNull(readAt)))
        .await()
        .rowCount();
  }
}
