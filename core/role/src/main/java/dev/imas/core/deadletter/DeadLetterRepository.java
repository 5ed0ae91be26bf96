package dev.imas.core.deadletter;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.http.Paging;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads dead letters, and marks them as replayed. */
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

  record Filter(@Nullable UUID source, @Nullable String kind, @Nullable Boolean replayed) {

    Filter ofSource(UUID id) {
      return new Filter(id, kind, replayed);
    }
  }

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
         AND ($5::uuid IS NULL OR d.id < $5)
       ORDER BY d.id DESC
       LIMIT $6\
      """;

  /** Newest first, since the ids are ordered by time. */
  Future<List<DeadLetterView>> list(Tx tx, Filter f, @Nullable UUID after, Paging paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(null, f.source, f.kind, f.replayed, after, paging.fetch()))
        .map(DeadLetterRepository::views);
  }

  Future<Optional<DeadLetterView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, null, null, null, null, 1))
        .map(rows -> views(rows).stream().findFirst());
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

  private static final String MARK =
      """
      UPDATE dead_letter SET replayed_at = now(), replayed_by = $2, replay_receipt = $3 WHERE id = $1\
      """;

  Future<Void> markReplayed(Tx tx, UUID id, String by, UUID receipt) {
    return tx.connection().preparedQuery(MARK).execute(tuple(id, by, receipt)).mapEmpty();
  }
}
