package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Stores the response to each Idempotency-Key. */
public final class IdempotencyRepository {

  /**
   * @param isOpen whether the incident is still open
   * @param sameRequest whether the request was the same as this one
   */
  record Given(UUID incidentId, int status, boolean isOpen, boolean sameRequest) {

    /**
     * The first answer again. What is over since is not said to be created: whoever asks again
     * would take it for an incident at which people work.
     */
    IncidentCreation.Made again() {
      return new IncidentCreation.Made(incidentId, isOpen ? status : 200, true);
    }
  }

  // The lock is held until the end of the transaction, so a concurrent repeat waits for the first
  // request.
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended(current_tenant() || encode($1, 'hex'),"
          + " 0))::text";

  private static final String FIND =
      """
      SELECT k.incident_id, k.status, k.request_hash, i.status <> 'RESOLVED' AS is_open
        FROM idempotency k
        JOIN incident i ON i.tenant_id = k.tenant_id AND i.id = k.incident_id
       WHERE k.key_hash = $1 AND k.created_at > now() - interval '24 hours'\
      """;

  Future<Optional<Given>> find(Tx tx, byte[] key, byte[] request) {
    Buffer hash = Buffer.buffer(key);
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple(hash))
        .compose(locked -> tx.connection().preparedQuery(FIND).execute(tuple(hash)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Given(
                      row.getUUID("incident_id"),
                      row.getInteger("status"),
                      row.getBoolean("is_open"),
                      Arrays.equals(row.getBuffer("request_hash").getBytes(), request)));
            });
  }

  private static final String INSERT =
      """
      INSERT INTO idempotency (tenant_id, key_hash, request_hash, incident_id, status)
      VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  Future<Void> insert(Tx tx, byte[] key, byte[] request, UUID incident, int status) {
    return forgetOld(tx)
        .compose(
            forgotten ->
                tx.connection()
                    .preparedQuery(INSERT)
                    .execute(
                        tuple(
                            Buffer.buffer(key), Buffer.buffer(request), incident, (short) status)))
        .mapEmpty();
  }

  private static final String FORGET =
      "DELETE FROM idempotency WHERE created_at <= now() - interval '24 hours'";

  /** Deletes the keys of the transaction's tenant that are older than a day. */
  public Future<Void> forgetOld(Tx tx) {
    return tx.connection().preparedQuery(FORGET).execute().mapEmpty();
  }
}
