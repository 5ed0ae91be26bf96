package dev.imas.core.feeds;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes calendar feeds; only the hashes of their tokens are stored. */
final class CalendarFeedRepository {

  /** What a feed has: shifts, or what is planned. */
  enum Kind {
    SCHEDULE,
    TEAM,
    USER,
    /** What is planned for everybody; its subject is the tenant. */
    EVENTS,
    TEAM_EVENTS,
    USER_EVENTS,
    ENVIRONMENT_EVENTS;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Found(TenantId tenant, UUID id, Kind kind, UUID subject) {}

  /** A feed as it is listed, without its token. */
  record Feed(
      UUID id,
      Kind kind,
      UUID subject,
      String hint,
      Instant madeAt,
      String madeBy,
      @Nullable Instant revokedAt,
      @Nullable Instant lastReadAt) {}

  private static final String FIND =
      "SELECT tenant_id, id, kind, subject_id FROM find_calendar_feed($1)";

  /** Outside of any tenant. */
  Optional<Found> find(Tx tx, byte[] hash) {
    RowSet<Row> rows =
        tx.connection().preparedQuery(FIND).execute(tuple(Buffer.buffer(hash))).await();
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Found(
            new TenantId(row.getUUID("tenant_id")),
            row.getUUID("id"),
            kind(row),
            row.getUUID("subject_id")));
  }

  private static Kind kind(Row row) {
    return Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
  }

  private static final String INSERT =
      """
      INSERT INTO calendar_feed (tenant_id, id, kind, subject_id, token_hash, hint, made_at, made_by, made_by_user)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  /**
   * @param user who made it, with whose sessions it ends; null if it was no person
   */
  void insert(Tx tx, Feed feed, byte[] hash, @Nullable UUID user) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                feed.id,
                feed.kind.wireName(),
                feed.subject,
                Buffer.buffer(hash),
                feed.hint,
                time(feed.madeAt),
                feed.madeBy,
                user))
        .await();
  }

  private static final String LIST =
      """
      SELECT id, kind, subject_id, hint, made_at, made_by, revoked_at, last_read_at
        FROM calendar_feed
       WHERE $1::uuid IS NULL OR id > $1
       ORDER BY id
       LIMIT $2\
      """;

  List<Feed> list(Tx tx, @Nullable UUID after, int limit) {
    List<Feed> feeds = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute(tuple(after, limit)).await()) {
      feeds.add(
          new Feed(
              row.getUUID("id"),
              kind(row),
              row.getUUID("subject_id"),
              row.getString("hint"),
              instant(row, "made_at"),
              row.getString("made_by"),
              instantOrNull(row, "revoked_at"),
              instantOrNull(row, "last_read_at")));
    }
    return feeds;
  }

  private static final String REVOKE =
      "UPDATE calendar_feed SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1";

  /**
   * @return whether the feed exists
   */
  boolean revoke(Tx tx, UUID id, Instant now) {
    return tx.connection().preparedQuery(REVOKE).execute(tuple(id, time(now))).await().rowCount()
        > 0;
  }

  private static final String TOUCH =
      """
      UPDATE calendar_feed SET last_read_at = $2
       WHERE id = $1 AND (last_read_at IS NULL OR last_read_at < $2::timestamptz - interval '1 min')\
      """;

  /** At most once a minute. */
  void touch(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(TOUCH).execute(tuple(id, time(now))).await();
  }
}
