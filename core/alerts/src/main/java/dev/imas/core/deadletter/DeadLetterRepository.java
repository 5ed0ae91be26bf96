package dev.imas.core.deadletter;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads dead letters. Gateways mark them as replayed. */
final class DeadLetterRepository {

  record Source(UUID id, @Nullable String name) {}

  /**
   * @param kind element (one alert of a body), rejected (an alert refused by the database) or body
   *     (a whole body)
   * @param body the bytes; null in lists
   */
  record DeadLetterView(
      UUID id,
      Instant at,
      Source source,
      String kind,
      boolean counted,
      String dialect,
      String pointer,
      String reason,
      @Nullable UUID receipt,
      Instant receivedAt,
      @Nullable String contentType,
      int bodySize,
      @Nullable Instant replayedAt,
      @Nullable String replayedBy,
      @Nullable UUID replayReceipt,
      @JsonIgnore @Nullable Buffer body) {

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public @Nullable String bodyBase64() {
      return body == null ? null : Base64.getEncoder().encodeToString(body.getBytes());
    }

    /** The body as text; null if the bytes are not UTF-8. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public @Nullable String bodyText() {
      if (body == null) {
        return null;
      }
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(body.getBytes()))
            .toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }

    /** Whether only the beginning of the body was kept. */
    @JsonIgnore
    boolean isCut() {
      return body != null && body.length() < bodySize;
    }
  }

  /**
   * Which letters; null members leave out nothing.
   *
   * @param reason a part of it, in any case
   * @param from received then or later
   * @param to received before
   */
  record Filter(
      @Nullable UUID source,
      @Nullable String kind,
      @Nullable Boolean replayed,
      @Nullable String reason,
      @Nullable Instant from,
      @Nullable Instant to) {

    static final Filter ALL = new Filter(null, null, null, null, null, null);

    Filter ofSource(UUID id) {
      return new Filter(id, kind, replayed, reason, from, to);
    }
  }

  /**
   * @param cut whether only the beginning of the body was kept
   */
  record Brief(UUID id, boolean cut) {}

  /** More than that are not counted. */
  static final int MOST_COUNTED = 10_000;

  private static final String LIST =
      """
      SELECT d.id, d.at, d.source_id, s.name AS source_name, d.kind, d.counted, d.dialect, d.pointer, d.reason, d.receipt,
             d.received_at, d.content_type, d.body_size, d.replayed_at, d.replayed_by, d.replay_receipt,
             CASE WHEN $1::uuid IS NOT NULL THEN d.body END AS body
        FROM dead_letter d
        LEFT JOIN source s ON s.tenant_id = d.tenant_id AND s.id = d.source_id
       WHERE ($1::uuid IS NULL OR d.id = $1)
         AND ($2::uuid IS NULL OR d.source_id = $2)
         AND ($3::text IS NULL OR d.kind = $3)
         AND ($4::boolean IS NULL OR (d.replayed_at IS NOT NULL) = $4)
         AND ($5::text IS NULL OR position(lower($5) IN lower(d.reason)) > 0)
         AND ($6::timestamptz IS NULL OR d.received_at >= $6)
         AND ($7::timestamptz IS NULL OR d.received_at < $7)
         AND ($8::uuid IS NULL OR d.id < $8)
       ORDER BY d.id DESC
       LIMIT $9\
      """;

  /** Newest first, since the ids are ordered by time. */
  Future<List<DeadLetterView>> list(Tx tx, Filter f, @Nullable UUID after, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(arguments(null, f, after, paging.fetch()))
        .map(DeadLetterRepository::views);
  }

  Future<Optional<DeadLetterView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(arguments(id, Filter.ALL, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static Tuple arguments(@Nullable UUID id, Filter f, @Nullable UUID after, int limit) {
    return tuple(id, f.source, f.kind, f.replayed, f.reason, utc(f.from), utc(f.to), after, limit);
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static final String WAITING =
      """
      SELECT d.id, octet_length(d.body) < d.body_size AS cut
        FROM dead_letter d
       WHERE d.replayed_at IS NULL
         AND ($1::uuid IS NULL OR d.source_id = $1)
         AND ($2::text IS NULL OR d.kind = $2)
         AND ($3::text IS NULL OR position(lower($3) IN lower(d.reason)) > 0)
         AND ($4::timestamptz IS NULL OR d.received_at >= $4)
         AND ($5::timestamptz IS NULL OR d.received_at < $5)
         AND ($6::uuid IS NULL OR d.id > $6)
       ORDER BY d.id
       LIMIT $7\
      """;

  /** Those that were not replayed, the oldest first. */
  Future<List<Brief>> waiting(Tx tx, Filter f, @Nullable UUID after, int limit) {
    return tx.connection()
        .preparedQuery(WAITING)
        .execute(tuple(f.source, f.kind, f.reason, utc(f.from), utc(f.to), after, limit))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Brief(row.getUUID("id"), row.getBoolean("cut")))
                    .toList());
  }

  private static final String COUNT =
      """
      SELECT count(*)::int
        FROM (SELECT 1
                FROM dead_letter d
               WHERE d.replayed_at IS NULL
                 AND ($1::uuid IS NULL OR d.source_id = $1)
                 AND ($2::text IS NULL OR d.kind = $2)
                 AND ($3::text IS NULL OR position(lower($3) IN lower(d.reason)) > 0)
                 AND ($4::timestamptz IS NULL OR d.received_at >= $4)
                 AND ($5::timestamptz IS NULL OR d.received_at < $5)
                 AND ($6::uuid IS NULL OR d.id > $6)
               LIMIT $7) AS d\
      """;

  /** How many were not replayed, up to {@link #MOST_COUNTED}. */
  Future<Integer> count(Tx tx, Filter f, @Nullable UUID after) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(f.source, f.kind, f.reason, utc(f.from), utc(f.to), after, MOST_COUNTED))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static List<DeadLetterView> views(RowSet<Row> rows) {
    List<DeadLetterView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new DeadLetterView(
              row.getUUID("id"),
              instant(row, "at"),
              new Source(row.getUUID("source_id"), row.getString("source_name")),
              row.getString("kind"),
              row.getBoolean("counted"),
              row.getString("dialect"),
              row.getString("pointer"),
              row.getString("reason"),
              row.getUUID("receipt"),
              instant(row, "received_at"),
              row.getString("content_type"),
              row.getInteger("body_size"),
              instantOrNull(row, "replayed_at"),
              row.getString("replayed_by"),
              row.getUUID("replay_receipt"),
              row.getBuffer("body")));
    }
    return views;
  }

  private static final String STAYS =
      """
      UPDATE dead_letter SET reason = $2 WHERE id = $1 AND replayed_at IS NULL AND reason <> $2\
      """;

  /** It was tried again and still cannot be read, for this reason. */
  Future<Void> stays(Tx tx, UUID id, String reason) {
    return tx.connection().preparedQuery(STAYS).execute(tuple(id, reason)).mapEmpty();
  }
}
