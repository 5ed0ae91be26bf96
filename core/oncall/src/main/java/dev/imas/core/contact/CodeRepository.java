package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.contact.UserContactRepository.ContactView;
import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores the codes that were sent, and counts them and their tries. */
final class CodeRepository {

  /**
   * How many codes were sent within the hour.
   *
   * @param lastToContact null: none
   */
  record Sent(int byUser, int toAddress, int ofTenant, @Nullable Instant lastToContact) {}

  /** Codes are kept that long for the limits. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.contact_code.' || current_tenant(), 0))";

  private static final String SENT =
      """
      SELECT count(*) FILTER (WHERE user_id = $1) AS by_user,
             count(*) FILTER (WHERE channel = $2 AND lower(address) = lower($3)) AS to_address, count(*) AS of_tenant,
             max(made_at) FILTER (WHERE contact_id = $4) AS last_to_contact
        FROM contact_code
       WHERE made_at > $5\
      """;

  /** Until the transaction ends, nobody else of the tenant can send a code. */
  Sent lockSent(Tx tx, ContactView to, Instant since) {
    tx.connection().preparedQuery(LOCK).execute().await();
    Row row =
        tx.connection()
            .preparedQuery(SENT)
            .execute(tuple(to.user(), to.channel(), to.address(), to.id(), time(since)))
            .await()
            .iterator()
            .next();
    return new Sent(
        row.getInteger("by_user"),
        row.getInteger("to_address"),
        row.getInteger("of_tenant"),
        instantOrNull(row, "last_to_contact"));
  }

  private static final String TO_COUNTRY =
      """
      SELECT count(*) FROM contact_code
       WHERE made_at > $2 AND channel IN ('sms', 'voice') AND starts_with(address, $1)\
      """;

  /** How many codes were sent to phones whose numbers begin so. Call {@link #lockSent} before. */
  int toCountry(Tx tx, String prefix, Instant since) {
    return tx.connection()
        .preparedQuery(TO_COUNTRY)
        .execute(tuple(prefix, time(since)))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  private static final String VOID =
      "UPDATE contact_code SET voided_at = $2 WHERE contact_id = $1 AND voided_at IS NULL AND"
          + " used_at IS NULL";

  private static final String FORGET = "DELETE FROM contact_code WHERE made_at < $1";

  private static final String INSERT =
      """
      INSERT INTO contact_code (tenant_id, id, contact_id, user_id, channel, address, code_hash, made_at, expires_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  /** Takes the place of earlier codes for the contact. */
  void insert(Tx tx, UUID id, ContactView to, byte[] hash, Instant now, Instant expires) {
    tx.connection().preparedQuery(VOID).execute(tuple(to.id(), time(now))).await();
    tx.connection().preparedQuery(FORGET).execute(tuple(time(now.minus(KEPT)))).await();
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                to.id(),
                to.user(),
                to.channel(),
                to.address(),
                Buffer.buffer(hash),
                time(now),
                time(expires)))
        .await();
  }

  // The row's lock makes parallel guesses wait for each other, and each sees the count of the one
  // before it. A code that was
  // sent to another address than the contact has by now verifies nothing.
  private static final String TRY =
      """
      WITH tried AS (
        UPDATE contact_code k
           SET tries = k.tries + 1, used_at = CASE WHEN k.code_hash = $2 THEN $3::timestamptz END
          FROM user_contact c
         WHERE c.id = $1 AND c.tenant_id = k.tenant_id AND k.contact_id = c.id AND k.channel = c.channel
           AND k.address = c.address AND k.used_at IS NULL AND k.voided_at IS NULL AND k.tries < $4 AND k.expires_at > $3
        RETURNING k.used_at)
      UPDATE user_contact c SET verified_at = $3, version = c.version + 1, updated_at = now()
        FROM tried t
       WHERE c.id = $1 AND t.used_at IS NOT NULL\
      """;

  /**
   * Counts a try, and verifies the contact if the code is the right one.
   *
   * @return whether it was
   */
  boolean verify(Tx tx, UUID contact, byte[] hash, Instant now, int mostTries) {
    return tx.connection()
            .preparedQuery(TRY)
            .execute(tuple(contact, Buffer.buffer(hash), time(now), mostTries))
            .await()
            .rowCount()
        > 0;
  }
}
