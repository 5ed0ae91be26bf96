package dev.imas.core.privacy;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.privacy.PrivacyRequest.State;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores requests of people about their data. Only on a virtual thread. */
final class PrivacyRepository {

  private static final String COLUMNS =
      """
      r.id, r.kind, r.subject_id, r.subject_email, r.note, r.received_at, r.due_at, r.extended_at, r.extension_reason,
      r.state, r.requested_by, r.requested_at, r.confirmed_by, r.confirmed_at, r.closed_by, r.closed_at, r.outcome_note,
      r.proof_sha256, r.pseudonym, r.export_bytes, r.export_made_at, r.export_until, r.version\
      """;

  private static final String INSERT =
      """
      INSERT INTO privacy_request (tenant_id, id, kind, subject_id, subject_email, note, received_at, due_at, state,
                                   requested_by, requested_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)\
      """;

  void insert(Tx tx, PrivacyRequest made) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                made.id(),
                made.kind().wireName(),
                made.subject(),
                made.email(),
                made.note(),
                time(made.receivedAt()),
                time(made.dueAt()),
                made.requestedBy(),
                time(made.requestedAt())))
        .await();
  }

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM privacy_request r WHERE r.id = $1 FOR NO KEY UPDATE";

  /** Locks the request. */
  Optional<PrivacyRequest> lock(Tx tx, UUID id) {
    return requests(tx, FIND, tuple(id)).stream().findFirst();
  }

  private static final String OPEN_OF =
      "SELECT "
          + COLUMNS
          + " FROM privacy_request r WHERE r.subject_id = $1 AND r.kind = $2 AND r.state IN"
          + " ('open', 'erasing') LIMIT 1";

  Optional<PrivacyRequest> openOf(Tx tx, UUID subject, RequestKind kind) {
    return requests(tx, OPEN_OF, tuple(subject, kind.wireName())).stream().findFirst();
  }

  private static final String OWN =
      "SELECT "
          + COLUMNS
          + " FROM privacy_request r WHERE r.subject_id = $1 AND r.requested_by = $1 AND r.kind ="
          + " 'access' ORDER BY r.received_at DESC, r.id DESC LIMIT 1";

  /** The last export that somebody asked for themselves. */
  Optional<PrivacyRequest> own(Tx tx, UUID user) {
    return requests(tx, OWN, tuple(user)).stream().findFirst();
  }

  private static List<PrivacyRequest> requests(Tx tx, String sql, Tuple values) {
    RowSet<Row> rows = tx.connection().preparedQuery(sql).execute(values).await();
    List<PrivacyRequest> found = new ArrayList<>();
    rows.forEach(row -> found.add(request(row)));
    return found;
  }

  static PrivacyRequest request(Row row) {
    return new PrivacyRequest(
        row.getUUID("id"),
        RequestKind.stored(row.getString("kind")),
        row.getUUID("subject_id"),
        row.getString("subject_email"),
        row.getString("note"),
        instant(row, "received_at"),
        instant(row, "due_at"),
        instantOrNull(row, "extended_at"),
        row.getString("extension_reason"),
        State.stored(row.getString("state")),
        row.getUUID("requested_by"),
        instant(row, "requested_at"),
        row.getUUID("confirmed_by"),
        instantOrNull(row, "confirmed_at"),
        row.getUUID("closed_by"),
        instantOrNull(row, "closed_at"),
        row.getString("outcome_note"),
        row.getString("proof_sha256"),
        row.getString("pseudonym"),
        row.getLong("export_bytes"),
        instantOrNull(row, "export_made_at"),
        instantOrNull(row, "export_until"),
        row.getInteger("version"));
  }

  private static final String OPEN =
      """
      SELECT count(*) AS open FROM (SELECT FROM privacy_request WHERE state IN ('open', 'erasing') LIMIT $1) AS counted\
      """;

  int open(Tx tx, int most) {
    return tx.connection()
        .preparedQuery(OPEN)
        .execute(tuple(most))
        .await()
        .iterator()
        .next()
        .getInteger("open");
  }

  private static final String EXTEND =
      """
      UPDATE privacy_request SET due_at = $2, extended_at = $3, extension_reason = $4, version = version + 1 WHERE id = $1\
      """;

  void extend(Tx tx, UUID id, Instant due, Instant at, String reason) {
    tx.connection().preparedQuery(EXTEND).execute(tuple(id, time(due), time(at), reason)).await();
  }

  private static final String CLOSE =
      """
      UPDATE privacy_request SET state = $2, closed_by = $3, closed_at = $4, outcome_note = $5,
             proof_sha256 = coalesce($6, proof_sha256), version = version + 1
       WHERE id = $1\
      """;

  void close(
      Tx tx,
      UUID id,
      State state,
      @Nullable UUID by,
      Instant at,
      @Nullable String note,
      @Nullable String sha256) {
    tx.connection()
        .preparedQuery(CLOSE)
        .execute(tuple(id, state.wireName(), by, time(at), note, sha256))
        .await();
  }

  private static final String CONFIRM =
      """
      UPDATE privacy_request SET state = 'erasing', confirmed_by = $2, confirmed_at = $3, version = version + 1
       WHERE id = $1\
      """;

  private static final String LOCK_OUT =
      """
      UPDATE user_credential c SET password_hash = NULL, epoch = c.epoch + 1
        FROM privacy_request r WHERE r.id = $1 AND c.tenant_id = r.tenant_id AND c.user_id = r.subject_id\
      """;

  private static final String BEGIN = "SELECT begin_erasure($1, $2)";

  /** From here on the person is erased step by step. */
  void confirm(Tx tx, UUID id, UUID by, Instant at) {
    tx.connection().preparedQuery(CONFIRM).execute(tuple(id, by, time(at))).await();
    tx.connection().preparedQuery(LOCK_OUT).execute(tuple(id)).await();
    tx.connection().preparedQuery(BEGIN).execute(tuple(id, time(at))).await();
  }

  private static final String STEP = "SELECT erase_step($1, $2) AS has_more";

  /** The next step of an erasure; false if it was the last one. */
  boolean step(Tx tx, UUID id, Instant at) {
    return tx.connection()
        .preparedQuery(STEP)
        .execute(tuple(id, time(at)))
        .await()
        .iterator()
        .next()
        .getBoolean("has_more");
  }

  private static final String EXPORTED =
      """
      UPDATE privacy_request SET export_bytes = $2, export_made_at = $3, export_until = $4, proof_sha256 = $5,
             version = version + 1
       WHERE id = $1\
      """;

  void exported(Tx tx, UUID id, long bytes, Instant at, Instant until, String sha256) {
    tx.connection()
        .preparedQuery(EXPORTED)
        .execute(tuple(id, bytes, time(at), time(until), sha256))
        .await();
  }

  private static final String EXPIRED =
      """
      WITH gone AS (DELETE FROM privacy_export WHERE request_id = $1)
      UPDATE privacy_request SET export_bytes = NULL, export_until = NULL WHERE id = $1\
      """;

  /** Removes the export; that it was made, and its hash, stay. */
  void expire(Tx tx, UUID id) {
    tx.connection().preparedQuery(EXPIRED).execute(tuple(id)).await();
  }

  private static final String ADMINISTRATORS =
      """
      SELECT id FROM user_account
       WHERE role = 'tenant_admin' AND is_active AND deleted_at IS NULL ORDER BY id LIMIT 100\
      """;

  List<UUID> administrators(Tx tx) {
    return ids(tx, ADMINISTRATORS, Tuple.tuple());
  }

  private static List<UUID> ids(Tx tx, String sql, Tuple values) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(sql)
        .execute(values)
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static final String LED =
      "SELECT short_id FROM incident WHERE lead_id = $1 AND status <> 'RESOLVED' ORDER BY"
          + " created_at LIMIT 5";

  /** Some of the open incidents that the user leads. */
  List<String> led(Tx tx, UUID user) {
    List<String> led = new ArrayList<>();
    tx.connection()
        .preparedQuery(LED)
        .execute(tuple(user))
        .await()
        .forEach(row -> led.add(row.getString("short_id")));
    return led;
  }

  private static final String WAITING =
      """
      SELECT count(*) AS waiting FROM delivery
       WHERE status IN ('held', 'pending', 'sending') AND receiver_id IN (SELECT id FROM user_contact WHERE user_id = $1)\
      """;

  long waiting(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(WAITING)
        .execute(tuple(user))
        .await()
        .iterator()
        .next()
        .getLong("waiting");
  }

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """

             FROM privacy_request r
            WHERE ($1::text[] IS NULL OR r.state = ANY ($1))
              AND ($2::timestamptz IS NULL OR (r.received_at, r.id) < ($2, $3::uuid))
            ORDER BY r.received_at DESC, r.id DESC
            LIMIT $4\
          """;

  List<PrivacyRequest> list(
      Tx tx, String @Nullable [] states, @Nullable Instant at, @Nullable UUID after, int limit) {
    return requests(tx, LIST, tuple(states, timeOrNull(at), after, limit));
  }
}
