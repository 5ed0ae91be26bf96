package dev.imas.core.recent;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.BodyBox;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the bodies that gateways have kept. Only for virtual threads. */
public final class RecentBodyRepository {

  /** How long they can be read. Their keys are destroyed within two days. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final int MOST = 20;

  /**
   * @param size bytes
   * @param alerts how many alerts were read
   * @param deadLetters how many elements, or whole bodies, could not be read
   * @param isKept false for one that is told of only, since it is too large
   */
  public record RecentBody(
      UUID receipt,
      Instant receivedAt,
      String dialect,
      int size,
      int alerts,
      int deadLetters,
      boolean isKept) {}

  /** A body as it was read: what a form, a query or headers held is an object already. */
  public record Opened(RecentBody body, Buffer bytes) {

    /** As the API shows it: as text if it is UTF-8, else in Base64. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
        UUID receipt,
        Instant receivedAt,
        String dialect,
        int size,
        int alerts,
        int deadLetters,
        @Nullable String bodyText,
        @Nullable String bodyBase64) {}

    View view() {
      String text = text();
      return new View(
          body.receipt,
          body.receivedAt,
          body.dialect,
          body.size,
          body.alerts,
          body.deadLetters,
          text,
          text == null ? Base64.getEncoder().encodeToString(bytes.getBytes()) : null);
    }

    private @Nullable String text() {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.getBytes()))
            .toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }
  }

  private final SecretBox secrets;
  private final InstantSource clock;

  public RecentBodyRepository(SecretBox secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  private static final String LIST =
      """
      SELECT receipt, received_at, dialect, size, alerts, dead_letters, sealed IS NOT NULL AS is_kept
        FROM recent_body b
       WHERE source_id = $1 AND received_at > $2
         AND EXISTS (SELECT FROM source s WHERE s.id = b.source_id AND s.config -> 'recent_bodies' IS DISTINCT FROM 'false')
       ORDER BY received_at DESC, receipt DESC
       LIMIT $3\
      """;

  /** The newest first. None of a source of which none are to be kept. */
  List<RecentBody> list(Tx tx, UUID source) {
    List<RecentBody> bodies = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(source, time(since()), MOST))
        .await()
        .forEach(row -> bodies.add(body(row)));
    return bodies;
  }

  private static final String OPEN =
      """
      SELECT b.receipt, b.received_at, b.dialect, b.size, b.alerts, b.dead_letters, b.sealed IS NOT NULL AS is_kept,
             b.sealed, k.sealed AS key
        FROM recent_body b
        LEFT JOIN recent_body_key k ON k.tenant_id = b.tenant_id AND k.day = (b.at AT TIME ZONE 'UTC')::date
       WHERE b.source_id = $1 AND b.receipt = $2 AND b.received_at > $3
         AND EXISTS (SELECT FROM source s WHERE s.id = b.source_id AND s.config -> 'recent_bodies' IS DISTINCT FROM 'false')
       LIMIT 1\
      """;

  /**
   * @throws Fault when it is not kept, or no longer
   */
  public Opened open(Tx tx, TenantId tenant, UUID source, UUID receipt) {
    RowSet<Row> rows =
        tx.connection().preparedQuery(OPEN).execute(tuple(source, receipt, time(since()))).await();
    if (rows.size() == 0) {
      throw Fault.notFound(
          "no body with the receipt "
              + receipt
              + " is kept; the newest 20 of a source are kept for a day, and of many at once some");
    }
    Row row = rows.iterator().next();
    RecentBody body = body(row);
    Buffer sealed = row.getBuffer("sealed");
    Buffer key = row.getBuffer("key");
    if (sealed == null || key == null) {
      throw Fault.conflict("the body of " + body.size + " bytes is too large to be kept");
    }
    return new Opened(
        body,
        Buffer.buffer(
            BodyBox.open(secrets, tenant.value(), key.getBytes())
                .open(sealed.getBytes(), source, receipt, body.size)));
  }

  private Instant since() {
    return clock.instant().minus(KEPT);
  }

  private static RecentBody body(Row row) {
    return new RecentBody(
        row.getUUID("receipt"),
        instant(row, "received_at"),
        row.getString("dialect"),
        row.getInteger("size"),
        row.getInteger("alerts"),
        row.getInteger("dead_letters"),
        row.getBoolean("is_kept"));
  }
}
