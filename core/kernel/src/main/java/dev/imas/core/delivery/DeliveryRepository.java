package dev.imas.core.delivery;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.http.Total;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads deliveries for the API, and revives dead ones. */
public final class DeliveryRepository {

  private final ChannelKinds channels;

  public DeliveryRepository(ChannelKinds channels) {
    this.channels = channels;
  }

  public record Incident(UUID id, String shortId) {}

  /** What a notice is about: {@code schedule} and its id. */
  public record About(String kind, UUID id) {}

  /**
   * @param incident null for a digest, a notice, and a test of a contact
   * @param about of a notice; null for the others
   * @param heldUntil until when it waits or has waited; null: it was not held
   * @param heldFor for what: grouped, daily, weekly or quiet_hours
   * @param foldedInto the delivery that includes this one's message
   * @param shownIn the delivery whose message was changed, so that it tells this one's, too
   * @param isTest whether its incident is a test, so that it ended without being sent
   * @param payload the message; left out of lists
   */
  public record DeliveryView(
      UUID id,
      @Nullable Incident incident,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable About about,
      String event,
      int eventSeq,
      UUID receiver,
      String channel,
      String address,
      Severity urgency,
      String status,
      int attempts,
      Instant nextAttemptAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant heldUntil,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heldFor,
      @Nullable String lastError,
      @Nullable UUID foldedInto,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID shownIn,
      @Nullable String providerMessageId,
      Instant createdAt,
      @Nullable Instant finishedAt,
      boolean isTest,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String payload) {}

  /** A delivery with its attempts. */
  public record Detail(@JsonUnwrapped DeliveryView delivery, List<Attempt> attemptLog) {}

  /**
   * @param provider with which it was made; null: with what is set on the notifier
   * @param error of an accepted attempt: what providers answered that were tried before
   */
  public record Attempt(
      int attempt,
      Instant at,
      String outcome,
      @Nullable Integer statusCode,
      @Nullable String error,
      int durationMs,
      @Nullable UUID provider) {}

  /**
   * A filter; with only nulls it matches every delivery.
   *
   * @param provider with which an attempt was made
   * @param from when it was queued, inclusive
   * @param to exclusive
   */
  public record Filter(
      @Nullable UUID id,
      String @Nullable [] statuses,
      @Nullable UUID incident,
      @Nullable String channel,
      @Nullable UUID foldedInto,
      @Nullable UUID provider,
      @Nullable UUID receiver,
      @Nullable Instant from,
      @Nullable Instant to) {

    /** Of one incident. */
    public static Filter about(UUID incident) {
      return new Filter(null, null, incident, null, null, null, null, null, null);
    }

    static Filter one(UUID id) {
      return new Filter(id, null, null, null, null, null, null, null, null);
    }
  }

  private static final String LIST =
      """
      SELECT d.id, d.incident_id, i.short_id, d.about_kind, d.about_id, d.event, d.event_seq, d.receiver_id, d.channel, d.address, d.urgency, d.status,
             d.attempts, d.next_attempt_at, d.held_until, d.held_for, d.last_error, d.folded_into, d.shown_in, d.provider_message_id, d.created_at, d.finished_at, d.is_test,
             CASE WHEN $1::uuid IS NOT NULL THEN d.payload::text END AS payload
        FROM delivery d
        LEFT JOIN incident i ON i.tenant_id = d.tenant_id AND i.id = d.incident_id
       WHERE ($1::uuid IS NULL OR d.id = $1)
         AND ($2::text[] IS NULL OR d.status = ANY ($2))
         AND ($3::uuid IS NULL OR d.incident_id = $3)
         AND ($4::text IS NULL OR d.channel = $4)
         AND ($8::uuid IS NULL OR d.folded_into = $8)
         AND ($9::uuid IS NULL OR d.receiver_id = $9)
         AND ($10::timestamptz IS NULL OR d.created_at >= $10)
         AND ($11::timestamptz IS NULL OR d.created_at < $11)
         AND ($12::uuid IS NULL OR EXISTS (SELECT FROM delivery_attempt a
                                            WHERE a.tenant_id = d.tenant_id AND a.delivery_id = d.id AND a.provider_id = $12))
         AND ($5::timestamptz IS NULL OR (d.created_at, d.id) < ($5, $6::uuid))
       ORDER BY d.created_at DESC, d.id DESC
       LIMIT $7\
      """;

  /** Newest first. */
  public Future<List<DeliveryView>> list(Tx tx, Filter f, ListRange paging) {
    return tx.connection().preparedQuery(LIST).execute(parameters(f, paging)).map(this::views);
  }

  static final String TOTAL = "SELECT count(*) AS found FROM (" + LIST + ") AS counted";

  /** How many there are, counted up to a bound. */
  Future<Total> total(Tx tx, Filter f) {
    return tx.connection()
        .preparedQuery(TOTAL)
        .execute(parameters(f, new ListRange(Total.MOST, null)))
        .map(rows -> Total.of(rows.iterator().next().getLong("found")));
  }

  private static Tuple parameters(Filter f, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tuple(
        f.id,
        f.statuses,
        f.incident,
        f.channel,
        timeOrNull(after == null ? null : after.at()),
        after == null ? null : after.id(),
        paging.fetch(),
        f.foldedInto,
        f.receiver,
        timeOrNull(f.from),
        timeOrNull(f.to),
        f.provider);
  }

  Future<Optional<DeliveryView>> find(Tx tx, UUID id) {
    return list(tx, Filter.one(id), new ListRange(1, null))
        .map(found -> found.stream().findFirst());
  }

  private List<DeliveryView> views(RowSet<Row> rows) {
    List<DeliveryView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new DeliveryView(
              row.getUUID("id"),
              row.getUUID("incident_id") == null
                  ? null
                  : new Incident(row.getUUID("incident_id"), row.getString("short_id")),
              row.getString("about_kind") == null
                  ? null
                  : new About(row.getString("about_kind"), row.getUUID("about_id")),
              row.getString("event"),
              row.getInteger("event_seq"),
              row.getUUID("receiver_id"),
              row.getString("channel"),
              channels.shown(row.getString("channel"), row.getString("address")),
              Severity.of(row.getInteger("urgency")),
              row.getString("status"),
              row.getInteger("attempts"),
              instant(row, "next_attempt_at"),
              instantOrNull(row, "held_until"),
              row.getString("held_for"),
              row.getString("last_error"),
              row.getUUID("folded_into"),
              row.getUUID("shown_in"),
              row.getString("provider_message_id"),
              instant(row, "created_at"),
              instantOrNull(row, "finished_at"),
              row.getBoolean("is_test"),
              row.getString("payload")));
    }
    return views;
  }

  private static final String ATTEMPTS =
      """
      SELECT attempt, at, outcome, status_code, error, duration_ms, provider_id
        FROM delivery_attempt
       WHERE delivery_id = $1
       ORDER BY at, attempt
       LIMIT 200\
      """;

  Future<List<Attempt>> attempts(Tx tx, UUID delivery) {
    return tx.connection()
        .preparedQuery(ATTEMPTS)
        .execute(tuple(delivery))
        .map(
            rows -> {
              List<Attempt> attempts = new ArrayList<>();
              for (Row row : rows) {
                attempts.add(
                    new Attempt(
                        row.getInteger("attempt"),
                        instant(row, "at"),
                        row.getString("outcome"),
                        row.getInteger("status_code"),
                        row.getString("error"),
                        row.getInteger("duration_ms"),
                        row.getUUID("provider_id")));
              }
              return attempts;
            });
  }

  public Future<Optional<Detail>> detail(Tx tx, UUID id) {
    return find(tx, id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : attempts(tx, id).map(log -> Optional.of(new Detail(found.get(), log))));
  }

  private static final String IS_REACHABLE =
      """
      SELECT $1 = '00000000-0000-0000-0000-000000000000'::uuid
             OR EXISTS (SELECT FROM receiver WHERE id = $1 AND is_active)\
      """;

  /** Whether the receiver is the console or an active contact. */
  Future<Boolean> isReachable(Tx tx, UUID receiver) {
    return tx.connection()
        .preparedQuery(IS_REACHABLE)
        .execute(tuple(receiver))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String REVIVE =
      """
      UPDATE delivery
         SET status = 'pending', attempts = 0, next_attempt_at = now(), scheduled_at = now(), finished_at = NULL
       WHERE id = $1 AND status = 'dead'\
      """;

  /**
   * @return whether it was dead, and waits again now
   */
  Future<Boolean> revive(Tx tx, UUID id) {
    return tx.connection().preparedQuery(REVIVE).execute(tuple(id)).map(r -> r.rowCount() > 0);
  }
}
