package dev.imas.core.idempotency;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys that requests came with, and the answers that they got. */
public final class StoredAnswerRepository {

  /**
   * @param keyHash of the caller and its key
   * @param requestHash of what is asked for
   * @param attempt this request
   */
  record Claim(byte[] keyHash, byte[] requestHash, UUID attempt, Instant begunAt) {}

  /**
   * @param isDone whether what was asked for is done
   * @param answer sealed; null if there is none
   */
  record Found(byte[] requestHash, boolean isDone, byte @Nullable [] answer) {}

  // Whoever has claimed the key and done nothing for that long is gone, and a day later the key is
  // a new one.
  private static final String CLAIM =
      """
      INSERT INTO stored_answer AS s (tenant_id, key_hash, request_hash, attempt, begun_at)
      VALUES (current_tenant(), $1, $2, $3, $4)
          ON CONFLICT (tenant_id, key_hash) DO UPDATE
         SET request_hash = excluded.request_hash, attempt = excluded.attempt,
             begun_at = excluded.begun_at, is_done = false, answer = NULL
       WHERE s.begun_at <= $4::timestamptz - interval '24 hours'
          OR (NOT s.is_done AND s.answer IS NULL AND s.begun_at <= $5
              AND s.request_hash = excluded.request_hash)
      RETURNING 1\
      """;

  private static final String FIND =
      "SELECT request_hash, is_done, answer FROM stored_answer WHERE key_hash = $1";

  /**
   * Claims a key, unless there is an earlier request with it.
   *
   * @param abandoned a claim from before then, of which nothing came, is taken over
   * @return the earlier one
   */
  Optional<Found> claim(Tx tx, Claim claim, Instant abandoned) {
    RowSet<Row> claimed =
        tx.connection()
            .preparedQuery(CLAIM)
            .execute(
                tuple(
                    Buffer.buffer(claim.keyHash),
                    Buffer.buffer(claim.requestHash),
                    claim.attempt,
                    time(claim.begunAt),
                    time(abandoned)))
            .await();
    if (claimed.size() > 0) {
      return Optional.empty();
    }
    RowSet<Row> rows =
        tx.connection().preparedQuery(FIND).execute(tuple(Buffer.buffer(claim.keyHash))).await();
    if (rows.size() == 0) {
      throw Fault.unavailable("the key was given back at this moment; ask again", 1);
    }
    Row row = rows.iterator().next();
    Buffer answer = row.getBuffer("answer");
    return Optional.of(
        new Found(
            row.getBuffer("request_hash").getBytes(),
            row.getBoolean("is_done"),
            answer == null ? null : answer.getBytes()));
  }

  // A transaction that has written nothing has no number, and has done nothing.
  private static final String DONE =
      """
      UPDATE stored_answer SET is_done = true
       WHERE key_hash = $1 AND pg_current_xact_id_if_assigned() IS NOT NULL
      RETURNING attempt\
      """;

  /**
   * Marks the claim, if the transaction has written anything.
   *
   * @return fails if the claim was taken over, so that nothing is done twice
   */
  Future<Void> done(Tx tx, Claim claim) {
    return tx.connection()
        .preparedQuery(DONE)
        .execute(tuple(Buffer.buffer(claim.keyHash)))
        .map(
            rows -> {
              if (rows.size() > 0
                  && !rows.iterator().next().getUUID("attempt").equals(claim.attempt)) {
                throw Fault.conflict("a repeat of this request has taken its place");
              }
              return null;
            });
  }

  private static final String STORE =
      "UPDATE stored_answer SET answer = $3, is_done = true WHERE key_hash = $1 AND attempt = $2";

  /**
   * @param answer sealed; null if it cannot be kept
   */
  boolean store(Tx tx, Claim claim, byte @Nullable [] answer) {
    return tx.connection()
            .preparedQuery(STORE)
            .execute(
                tuple(
                    Buffer.buffer(claim.keyHash),
                    claim.attempt,
                    answer == null ? null : Buffer.buffer(answer)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String RELEASE =
      "DELETE FROM stored_answer WHERE key_hash = $1 AND attempt = $2 AND NOT is_done";

  /** Gives the key back, unless something was done. */
  boolean release(Tx tx, Claim claim) {
    return tx.connection()
            .preparedQuery(RELEASE)
            .execute(tuple(Buffer.buffer(claim.keyHash), claim.attempt))
            .await()
            .rowCount()
        > 0;
  }

  private static final String FORGET =
      "DELETE FROM stored_answer WHERE begun_at <= $1::timestamptz - interval '24 hours'";

  /** Deletes what the transaction's tenant has stored for longer than a day. */
  public Future<Void> forgetOld(Tx tx, Instant now) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(now))).mapEmpty();
  }
}
