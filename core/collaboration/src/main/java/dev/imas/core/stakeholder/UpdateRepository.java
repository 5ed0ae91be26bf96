package dev.imas.core.stakeholder;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.stakeholder.Promise.Next;
import dev.imas.core.stakeholder.StakeholderView.About;
import dev.imas.core.stakeholder.StakeholderView.Update;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps updates for stakeholders, and what they were promised. On a virtual thread. */
final class UpdateRepository {

  /** Of one incident. */
  static final int MOST = 200;

  private static final String LIST =
      """
      SELECT u.id, i.id AS incident_id, i.short_id, u.number, u.status, u.message, u.next_by, u.receivers, u.author, u.at
        FROM incident_update u JOIN incident i ON i.tenant_id = u.tenant_id AND i.id = u.incident_id
       WHERE u.incident_id = $1 OR u.incident_id = ANY (ARRAY (SELECT f.id FROM incident f WHERE f.merged_into = $1))
       ORDER BY u.at DESC, u.id DESC LIMIT $2\
      """;

  /** Those of an incident, and of the incidents that were merged into it. */
  List<Update> list(Tx tx, UUID incident) {
    List<Update> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LIST).execute(tuple(incident, MOST)).await()) {
      found.add(
          new Update(
              row.getUUID("id"),
              new About(row.getUUID("incident_id"), row.getString("short_id")),
              row.getInteger("number"),
              row.getString("status"),
              row.getString("message"),
              instantOrNull(row, "next_by"),
              row.getInteger("receivers"),
              row.getString("author"),
              instant(row, "at")));
    }
    return found;
  }

  private static final String LAST =
      "SELECT coalesce(max(number), 0) AS last FROM incident_update WHERE incident_id = $1";

  /** The number of the latest update of an incident that is locked; 0: there is none. */
  int last(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(LAST)
        .execute(tuple(incident))
        .await()
        .iterator()
        .next()
        .getInteger("last");
  }

  private static final String INSERT =
      """
      INSERT INTO incident_update (tenant_id, id, incident_id, number, status, message, next_by, receivers, author, author_id, at,
                                   idempotency_key, request_hash)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)\
      """;

  /** A request that can be sent again, by the hashes of its key and of what it asks for. */
  record Request(byte[] key, byte[] hash) {}

  /**
   * @param request null: it had no key
   */
  void insert(Tx tx, Update update, @Nullable UUID authorId, @Nullable Request request) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                update.id(),
                update.incident().id(),
                update.number(),
                update.status(),
                update.message(),
                timeOrNull(update.nextBy()),
                update.receivers(),
                update.author(),
                authorId,
                time(update.at()),
                request == null ? null : Buffer.buffer(request.key()),
                request == null ? null : Buffer.buffer(request.hash())))
        .await();
  }

  private static final String GIVEN =
      "SELECT request_hash = $3 AS is_same FROM incident_update WHERE incident_id = $1 AND"
          + " idempotency_key = $2 ORDER BY number DESC LIMIT 1";

  /**
   * Whether a request with that key was done for an incident, which is locked.
   *
   * @return empty: none was; false: another one was
   */
  Optional<Boolean> given(Tx tx, UUID incident, Request request) {
    for (Row row :
        tx.connection()
            .preparedQuery(GIVEN)
            .execute(tuple(incident, Buffer.buffer(request.key()), Buffer.buffer(request.hash())))
            .await()) {
      return Optional.of(row.getBoolean("is_same"));
    }
    return Optional.empty();
  }

  private static final String HAVING =
      "SELECT incident_id FROM incident_promise WHERE incident_id = ANY ($1)";

  /** Those of these incidents of which stakeholders have heard. */
  Future<List<UUID>> having(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(HAVING)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<UUID> found = new ArrayList<>();
              rows.forEach(row -> found.add(row.getUUID("incident_id")));
              return found;
            });
  }

  private static final String PROMISES =
      """
      SELECT incident_id, last_status, next_by, promised_by, promised_by_id, remind_at, passed_to, is_last_asked
        FROM incident_promise WHERE incident_id = ANY ($1)\
      """;

  /** By incident. */
  Map<UUID, Promise> promises(Tx tx, Collection<UUID> incidents) {
    Map<UUID, Promise> found = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(PROMISES)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .await()) {
      UUID incident = row.getUUID("incident_id");
      String status = row.getString("last_status");
      Instant by = instantOrNull(row, "next_by");
      found.put(
          incident,
          new Promise(
              incident,
              status == null ? null : UpdateStatus.named(status).orElseThrow(),
              by == null
                  ? null
                  : new Next(by, row.getString("promised_by"), row.getUUID("promised_by_id")),
              instantOrNull(row, "remind_at"),
              row.getUUID("passed_to"),
              row.getBoolean("is_last_asked")));
    }
    return found;
  }

  Promise promise(Tx tx, UUID incident) {
    return Optional.ofNullable(promises(tx, List.of(incident)).get(incident))
        .orElseGet(() -> Promise.none(incident));
  }

  private static final String KEEP =
      """
      INSERT INTO incident_promise
             (tenant_id, incident_id, last_status, next_by, promised_by, promised_by_id, remind_at, passed_to, is_last_asked)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET last_status = EXCLUDED.last_status, next_by = EXCLUDED.next_by, promised_by = EXCLUDED.promised_by,
             promised_by_id = EXCLUDED.promised_by_id, remind_at = EXCLUDED.remind_at, passed_to = EXCLUDED.passed_to,
             is_last_asked = EXCLUDED.is_last_asked\
      """;

  private static final String PASS =
      """
      INSERT INTO incident_promise (tenant_id, incident_id, next_by, promised_by, promised_by_id, remind_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET next_by = EXCLUDED.next_by, promised_by = EXCLUDED.promised_by, promised_by_id = EXCLUDED.promised_by_id,
             remind_at = EXCLUDED.remind_at
       WHERE incident_promise.next_by IS NULL OR incident_promise.next_by > EXCLUDED.next_by\
      """;

  /**
   * Gives an incident a promise, unless it has an earlier one. Whoever writes to the incident
   * meanwhile loses nothing by it, since it need not be locked.
   */
  void pass(Tx tx, UUID incident, Next next, Instant now) {
    tx.connection()
        .preparedQuery(PASS)
        .execute(
            tuple(
                incident,
                time(next.by()),
                next.author(),
                next.authorId(),
                timeOrNull(Promise.firstReminder(next.by(), now))))
        .await();
  }

  void keep(Tx tx, Promise promise) {
    Next next = promise.next();
    UpdateStatus status = promise.lastStatus();
    tx.connection()
        .preparedQuery(KEEP)
        .execute(
            tuple(
                promise.incident(),
                status == null ? null : status.wireName(),
                timeOrNull(next == null ? null : next.by()),
                next == null ? null : next.author(),
                next == null ? null : next.authorId(),
                timeOrNull(promise.remindAt()),
                promise.passedTo(),
                promise.isLastAsked()))
        .await();
  }
}
