package dev.imas.core.fallback;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims outcomes of deliveries through functions that may see every tenant. */
final class OutcomeRepository {

  /** What a row says about a page. */
  enum Outcome {
    SENT,
    DEAD,
    /** Its contact was removed or is not active. */
    CANCELLED,
    /** It is time to check whether somebody has accepted it. */
    LATE;

    /** Whether to check if anybody was told. */
    boolean asks() {
      return this != SENT;
    }
  }

  /**
   * @param delivery the delivery that the timeline reports; null if it reports none
   * @param tries the attempts of the delivery
   * @param reason why it was not sent; of {@link Outcome#LATE}, how long the page has had
   * @param endedAt when it ended, by the database's clock
   * @param attempts how often this row was tried before; at least 1 where it is asked again
   */
  record Claimed(
      long id,
      UUID incident,
      int eventSeq,
      Outcome outcome,
      @Nullable UUID delivery,
      int tries,
      @Nullable String reason,
      @Nullable Instant endedAt,
      int attempts) {}

  /**
   * @param tenant the rows' tenant; null if there were none
   */
  record Claim(TenantId tenant, List<Claimed> rows) {}

  private static final String CLAIM =
      """
      SELECT tenant_id, id, incident_id, event_seq, outcome, delivery_id, coalesce(tries, 0) AS tries, reason, ended_at,
             attempts
        FROM claim_due_outcomes($1, $2, $3)
       ORDER BY id\
      """;

  /**
   * Claims due rows of some tenants. They are deleted when the transaction commits.
   *
   * @param longest the longest time for which a row may be deferred
   * @param tenants the most tenants
   * @return by tenant, in the order of their ids, in which intake locks incidents, too
   */
  Future<List<Claim>> claim(Tx tx, int limit, Duration longest, int tenants) {
    return tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(limit, interval(longest), tenants))
        .map(
            rows -> {
              Map<UUID, List<Claimed>> claimed = new HashMap<>();
              for (Row row : rows) {
                claimed
                    .computeIfAbsent(row.getUUID("tenant_id"), first -> new ArrayList<>())
                    .add(claimed(row));
              }
              return claimed.entrySet().stream()
                  .map(of -> new Claim(new TenantId(of.getKey()), of.getValue()))
                  .sorted(Comparator.comparing(claim -> claim.tenant().toString()))
                  .toList();
            });
  }

  private static Claimed claimed(Row row) {
    return new Claimed(
        row.getLong("id"),
        row.getUUID("incident_id"),
        row.getInteger("event_seq"),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getUUID("delivery_id"),
        row.getInteger("tries"),
        row.getString("reason"),
        instantOrNull(row, "ended_at"),
        row.getInteger("attempts"));
  }

  private static final String ASK_AGAIN =
      """
      INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before, reason, attempts)
      SELECT current_tenant(), n.incident_id, n.event_seq, n.outcome, now() + $5::interval, n.reason, 1
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) AS n(incident_id, event_seq, outcome, reason)\
      """;

  /**
   * Asks about these pages again after that time. What the timeline says of their deliveries is not
   * said again.
   */
  Future<Void> askAgain(Tx tx, List<Claimed> rows, Duration wait) {
    return rows.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(ASK_AGAIN)
            .execute(
                tuple(
                    column(rows, Claimed::incident, UUID[]::new),
                    column(rows, Claimed::eventSeq, Integer[]::new),
                    column(
                        rows, row -> row.outcome().name().toLowerCase(Locale.ROOT), String[]::new),
                    column(rows, Claimed::reason, String[]::new),
                    interval(wait)))
            .mapEmpty();
  }

  /**
   * @param waiting the outcomes that are due, counted up to 100,000
   * @param oldestSeconds how long the oldest of them has been due, by the database's clock
   */
  record Backlog(long waiting, double oldestSeconds) {}

  private static final String BACKLOG = "SELECT waiting, oldest_seconds FROM outcome_backlog()";

  Future<Backlog> backlog(Tx tx) {
    return tx.connection()
        .preparedQuery(BACKLOG)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Backlog(row.getLong("waiting"), row.getDouble("oldest_seconds"));
            });
  }

  private static final String ENDED =
      """
      SELECT d.id, d.event, d.channel, d.receiver_id, c.name, coalesce((d.payload ->> 'earlier_count')::integer, 0) AS folded
        FROM unnest($1::uuid[]) AS e(id)
        JOIN delivery d ON d.id = e.id
        LEFT JOIN LATERAL (
          SELECT r.name FROM receiver r WHERE r.tenant_id = d.tenant_id AND r.id = d.receiver_id LIMIT 1) AS c ON true\
      """;

  /** The ended deliveries by id, with what the timeline says about them. */
  Future<Map<UUID, EndedDelivery>> ended(Tx tx, List<UUID> deliveries) {
    if (deliveries.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(ENDED)
        .execute(tuple((Object) deliveries.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, EndedDelivery> ended = new HashMap<>();
              for (Row row : rows) {
                UUID id = row.getUUID("id");
                ended.put(
                    id,
                    new EndedDelivery(
                        id,
                        row.getString("event"),
                        row.getString("channel"),
                        row.getUUID("receiver_id"),
                        row.getString("name"),
                        row.getInteger("folded")));
              }
              return ended;
            });
  }

  private static final String DEFER = "SELECT defer_outcome($1, $2, $3)";

  /** Defers a row whose work failed alone. */
  Future<Void> defer(Tx tx, TenantId tenant, long id, Duration wait) {
    return tx.connection()
        .preparedQuery(DEFER)
        .execute(tuple(tenant.value(), id, interval(wait)))
        .mapEmpty();
  }
}
