package dev.imas.core.webhook;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what was posted to subscriptions, and queues it again. */
final class EventLogRepository {

  /**
   * @param incident null for a test, and for what is about the status page
   * @param nextAttemptAt null once it has ended
   * @param payload the body without the link; left out of lists
   */
  record EventView(
      UUID id,
      UUID webhook,
      @Nullable UUID incident,
      String event,
      String status,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable Instant finishedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String payload) {

    boolean isOver() {
      return finishedAt != null;
    }
  }

  /** An event with the attempts to post it. */
  record Detail(@JsonUnwrapped EventView event, List<Attempt> attemptLog) {}

  record Attempt(
      int attempt,
      Instant at,
      String outcome,
      @Nullable Integer statusCode,
      @Nullable String error,
      int durationMs) {}

  /** With only nulls it matches everything that was posted to the subscription. */
  record Filter(
      @Nullable UUID id,
      String @Nullable [] statuses,
      @Nullable String event,
      @Nullable UUID incident) {}

  private static final String LIST =
      """
      SELECT d.id, d.webhook_id, CASE WHEN d.event NOT LIKE 'status.%' THEN nullif(d.about_id, d.webhook_id) END AS incident_id, d.event, d.status, d.attempts,
             CASE WHEN d.finished_at IS NULL THEN d.next_attempt_at END AS next_attempt_at, d.last_error, d.created_at,
             d.finished_at, CASE WHEN $2::uuid IS NOT NULL THEN d.payload::text END AS payload
        FROM event_delivery d
       WHERE d.webhook_id = $1
         AND ($2::uuid IS NULL OR d.id = $2)
         AND ($3::text[] IS NULL OR d.status = ANY ($3))
         AND ($4::text IS NULL OR d.event = $4)
         AND ($5::uuid IS NULL OR d.about_id = $5)
         AND ($6::timestamptz IS NULL OR (d.created_at, d.id) < ($6, $7::uuid))
       ORDER BY d.created_at DESC, d.id DESC
       LIMIT $8\
      """;

  /** Newest first. */
  Future<List<EventView>> list(Tx tx, UUID webhook, Filter f, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                webhook,
                f.id,
                f.statuses,
                f.event,
                f.incident,
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch()))
        .map(
            rows -> {
              List<EventView> events = new ArrayList<>();
              rows.forEach(row -> events.add(view(row)));
              return events;
            });
  }

  private static EventView view(Row row) {
    return new EventView(
        row.getUUID("id"),
        row.getUUID("webhook_id"),
        row.getUUID("incident_id"),
        row.getString("event"),
        row.getString("status"),
        row.getInteger("attempts"),
        instantOrNull(row, "next_attempt_at"),
        row.getString("last_error"),
        instant(row, "created_at"),
        instantOrNull(row, "finished_at"),
        row.getString("payload"));
  }

  private static final String ATTEMPTS =
      """
      SELECT attempt, at, outcome, status_code, error, duration_ms
        FROM event_attempt WHERE delivery_id = $1 ORDER BY attempt DESC LIMIT 200\
      """;

  Future<Optional<Detail>> detail(Tx tx, UUID webhook, UUID id) {
    return list(tx, webhook, new Filter(id, null, null, null), new ListRange(1, null))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : tx.connection()
                        .preparedQuery(ATTEMPTS)
                        .execute(tuple(id))
                        .map(
                            rows -> {
                              List<Attempt> attempts = new ArrayList<>();
                              rows.forEach(row -> attempts.add(attempt(row)));
                              return Optional.of(new Detail(found.getFirst(), attempts.reversed()));
                            }));
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        row.getInteger("attempt"),
        instant(row, "at"),
        row.getString("outcome"),
        row.getInteger("status_code"),
        row.getString("error"),
        row.getInteger("duration_ms"));
  }

  private static final String QUEUE_AGAIN =
      """
      UPDATE event_delivery
         SET status = 'pending', queued_at = now(), next_attempt_at = now(), finished_at = NULL, is_head = false
       WHERE id = $1 AND webhook_id = $2 AND finished_at IS NOT NULL
      RETURNING about_id\
      """;

  private static final String SETTLE = "SELECT settle_events(current_tenant(), $1, $2)";

  /**
   * Queues an event again that has ended, with the same id.
   *
   * @return whether it had
   */
  Future<Boolean> queueAgain(Tx tx, UUID webhook, UUID id) {
    return tx.connection()
        .preparedQuery(QUEUE_AGAIN)
        .execute(tuple(id, webhook))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(false)
                    : tx.connection()
                        .preparedQuery(SETTLE)
                        .execute(tuple(webhook, rows.iterator().next().getUUID("about_id")))
                        .map(true));
  }

  private static final String TESTS =
      """
      SELECT count(*) FROM event_delivery WHERE webhook_id = $1 AND about_id = $1 AND created_at > now() - interval '1 minute'\
      """;

  /** How often the subscription was tested within a minute. */
  Future<Integer> tests(Tx tx, UUID webhook) {
    return tx.connection()
        .preparedQuery(TESTS)
        .execute(tuple(webhook))
        .map(rows -> rows.iterator().next().getInteger(0));
  }
}
