package dev.imas.core.chat;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores what the notifier is to say in chats. */
final class ReplyRepository {

  /**
   * @param sealedTo where it is said
   * @param payload as the notifier reads it
   * @param opensFor how long a form may open; null: it is none
   */
  record Row(
      UUID id,
      UUID provider,
      String kind,
      byte[] sealedTo,
      String payload,
      @Nullable Duration opensFor,
      Duration validFor) {}

  private static final String INSERT =
      """
      INSERT INTO chat_reply (tenant_id, id, provider_id, kind, sealed_to, payload, form_until, expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5::text::jsonb, now() + $6::interval, now() + $7::interval)\
      """;

  /** Its times count from the transaction's start, by the database's clock. */
  Future<Void> insert(Tx tx, Row row) {
    Duration opensFor = row.opensFor;
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                row.id,
                row.provider,
                row.kind,
                Buffer.buffer(row.sealedTo),
                row.payload,
                opensFor == null ? null : interval(opensFor),
                interval(row.validFor)))
        .mapEmpty();
  }
}
