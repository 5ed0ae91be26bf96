package dev.imas.core.delivery;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes deliveries for the notifier, in the transaction of the change that they are about. After
 * the commit the notifier gets a hint. A lost hint only costs latency.
 */
public final class DeliveryQueue {

  /** A person's next contact method is tried after this time without acceptance (decision C8). */
  private static final Duration PEOPLE_WITHIN = Duration.ofSeconds(30);

  private final Duration acceptWithin;
  private final EventBus bus;
  private final MessageLinks links;

  /**
   * @param acceptWithin the time within which a provider should accept an urgent page; zero: it is
   *     never checked
   * @param links what people answer by
   */
  public DeliveryQueue(Duration acceptWithin, EventBus bus, MessageLinks links) {
    this.acceptWithin = acceptWithin;
    this.bus = bus;
    this.links = links;
    DeliveriesQueued.registerOn(bus);
  }

  public Duration acceptWithin() {
    return acceptWithin;
  }

  // Whether a receiver is a person is decided here, where the contact is read anyway. Their message
  // has a link, and its
  // payload says what for; the token is nowhere.
  private static final String INSERT =
      """
      WITH n AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::smallint[],
                             $9::text[], $10::bytea[], $12::timestamptz[], $13::text[], $14::text[],
                             $15::boolean[])
          AS n(id, incident_id, event_seq, event, receiver_id, channel, address, urgency, payload, token_hash, held_until,
               held_for, left_out, is_test)),
      linked AS (
        INSERT INTO action_link (tenant_id, id, token_hash, incident_id, user_id, actions, expires_at)
        SELECT current_tenant(), n.id, n.token_hash, n.incident_id, c.user_id,
               CASE n.payload::jsonb #>> '{incident,status}' WHEN 'TRIGGERED' THEN ARRAY ['acknowledge', 'resolve']
                                                             ELSE ARRAY ['resolve'] END,
               now() + $11::interval
          FROM n
          JOIN user_contact c ON c.tenant_id = current_tenant() AND c.id = n.receiver_id
         WHERE n.token_hash IS NOT NULL
        RETURNING id, actions)
      INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                            held_until, held_for, last_error, finished_at, is_test, payload)
      SELECT current_tenant(), n.id, n.incident_id, n.event_seq, n.event, n.receiver_id, n.channel, n.address, n.urgency,
             CASE WHEN n.left_out IS NOT NULL AND NOT n.is_test THEN 'cancelled' WHEN n.is_test THEN 'sent' WHEN n.held_until IS NOT NULL THEN 'held' ELSE 'pending' END,
             n.held_until, n.held_for, n.left_out, CASE WHEN n.left_out IS NOT NULL OR n.is_test THEN now() END, n.is_test,
             CASE WHEN l.id IS NULL THEN n.payload::jsonb
                  ELSE n.payload::jsonb || jsonb_build_object('actions', l.actions) END
        FROM n LEFT JOIN linked l ON l.id = n.id\
      """;

  public Future<Void> insert(Tx tx, List<NewDelivery> n) {
    if (n.isEmpty()) {
      return Future.succeededFuture();
    }
    List<NewDelivery> due = n.stream().filter(NewDelivery::isDue).toList();
    due.stream()
        .map(NewDelivery::urgency)
        .min(Severity::compareTo)
        .ifPresent(urgent -> announceCommitted(tx, new DeliveriesQueued(due.size(), urgent)));
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(n, NewDelivery::id, UUID[]::new),
                column(n, NewDelivery::incidentId, UUID[]::new),
                column(n, NewDelivery::eventSeq, Integer[]::new),
                column(n, NewDelivery::event, String[]::new),
                column(n, NewDelivery::receiverId, UUID[]::new),
                column(n, NewDelivery::channel, String[]::new),
                column(n, NewDelivery::address, String[]::new),
                column(n, d -> (short) d.urgency().number(), Short[]::new),
                column(n, d -> Json.write(d.content()), String[]::new),
                column(n, this::tokenHash, Buffer[]::new),
                interval(links.validFor()),
                times(n, d -> heldUntil(d.hold())),
                column(n, d -> heldFor(d.hold()), String[]::new),
                column(n, DeliveryQueue::why, String[]::new),
                column(n, NewDelivery::isTest, Boolean[]::new)))
        .mapEmpty();
  }

  /** A test ends here, as if it had been sent: what follows from that follows. */
  private static @Nullable String why(NewDelivery delivery) {
    return delivery.isTest() ? NewDelivery.TEST : delivery.leftOut();
  }

  private static @Nullable Instant heldUntil(@Nullable Hold hold) {
    return hold == null ? null : hold.until();
  }

  private static @Nullable String heldFor(@Nullable Hold hold) {
    return hold == null ? null : hold.why();
  }

  /** Of the link that the message has if its receiver is a person. */
  private @Nullable Buffer tokenHash(NewDelivery delivery) {
    return delivery.isAnswerable() ? Buffer.buffer(links.hash(delivery.id())) : null;
  }

  /** Sends the hint for deliveries that were queued in another way. */
  public void announceCommitted(Tx tx, DeliveriesQueued queued) {
    tx.afterCommit(() -> bus.send(DeliveriesQueued.ADDRESS, queued));
  }

  private static final String WATCH =
      """
      INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before, reason)
      SELECT DISTINCT current_tenant(), n.incident_id, n.event_seq, 'late', now() + $3::interval, $4::text
        FROM unnest($1::uuid[], $2::int[]) AS n(incident_id, event_seq)\
      """;

  /** Schedules a check of whether the urgent ones of these pages were accepted in time. */
  public Future<Void> watch(Tx tx, List<NewDelivery> calls) {
    return watch(
        tx,
        calls.stream().filter(d -> d.urgency().compareTo(Severity.SEV2_HIGH) <= 0).toList(),
        acceptWithin);
  }

  /**
   * The same for pages to people, whatever their urgency: a person's next contact method is tried
   * soon.
   */
  public Future<Void> watchPeople(Tx tx, List<NewDelivery> calls) {
    return watch(
        tx, calls, acceptWithin.compareTo(PEOPLE_WITHIN) < 0 ? acceptWithin : PEOPLE_WITHIN);
  }

  private static Future<Void> watch(Tx tx, List<NewDelivery> calls, Duration within) {
    return calls.isEmpty() || within.isZero() ? Future.succeededFuture() : ask(tx, calls, within);
  }

  /**
   * These pages found nobody who is called, so the fallback is asked at once. The path of a page
   * that finds somebody never comes here.
   */
  public Future<Void> foundNobody(Tx tx, List<NewDelivery> pages) {
    return pages.isEmpty() ? Future.succeededFuture() : ask(tx, pages, Duration.ZERO);
  }

  /**
   * @param within what the fallback says of how long the page has had
   */
  private static Future<Void> ask(Tx tx, List<NewDelivery> calls, Duration within) {
    return tx.connection()
        .preparedQuery(WATCH)
        .execute(
            tuple(
                column(calls, NewDelivery::incidentId, UUID[]::new),
                column(calls, NewDelivery::eventSeq, Integer[]::new),
                interval(within),
                inWords(within)))
        .mapEmpty();
  }

  /** Such as "5 min". */
  public static String inWords(Duration d) {
    return d.toSeconds() % 60 == 0 ? d.toMinutes() + " min" : d.toSeconds() + " s";
  }

  // Each message repeats the alert's texts, so any of them will do.
  private static final String OPENING_ALERTS =
      """
      SELECT i.id, (SELECT d.payload #>> '{incident,alert}' FROM delivery d
                     WHERE d.tenant_id = current_tenant() AND d.incident_id = i.id
                     ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq LIMIT 1) AS alert
        FROM unnest($1::uuid[]) AS i(id)\
      """;

  /** The alert that opened each incident, as its earlier messages have it. */
  public Future<Map<UUID, PageContent.Alert>> openingAlerts(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(OPENING_ALERTS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, PageContent.Alert> alerts = new HashMap<>();
              for (Row row : rows) {
                String alert = row.getString("alert");
                if (alert != null) {
                  alerts.put(row.getUUID("id"), Json.read(alert, PageContent.Alert.class));
                }
              }
              return alerts;
            });
  }

  private static final String TENANT_NAME = "SELECT name FROM tenant";

  /** The name of the transaction's tenant. */
  public Future<String> tenantName(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANT_NAME)
        .execute()
        .map(rows -> rows.iterator().next().getString(0));
  }
}
