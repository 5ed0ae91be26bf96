package dev.imas.core.webhook;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.EventBody.Owned;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads who wants events, and queues them in the transaction of what they are about. */
final class EventRepository {

  /**
   * @param about the incident; for a test the subscription
   * @param key the event, and which of its kind
   * @param body JSON
   */
  record NewEvent(UUID id, UUID webhook, UUID about, String key, String event, String body) {}

  private static final String ACTIVE =
      "SELECT id, events, severities, teams, services FROM event_webhook WHERE is_active";

  /** The tenant's active subscriptions. */
  Future<List<Subscription>> active(Tx tx) {
    return tx.connection()
        .preparedQuery(ACTIVE)
        .execute()
        .map(
            rows -> {
              List<Subscription> active = new ArrayList<>();
              rows.forEach(row -> active.add(subscription(row)));
              return active;
            });
  }

  private static Subscription subscription(Row row) {
    Set<EventType> events = new HashSet<>();
    for (String event : row.getArrayOfStrings("events")) {
      EventType.named(event).ifPresent(events::add); // another version may know more
    }
    Set<Severity> severities = new HashSet<>();
    for (Short number : row.getArrayOfShorts("severities")) {
      severities.add(Severity.of(number));
    }
    return new Subscription(
        row.getUUID("id"),
        events,
        severities,
        Set.copyOf(Arrays.asList(row.getArrayOfUUIDs("teams"))),
        Set.copyOf(Arrays.asList(row.getArrayOfUUIDs("services"))));
  }

  private static final String OWNED =
      """
      SELECT s.id, s.name, t.id AS team_id, t.name AS team
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1::uuid[])\
      """;

  /** By service. */
  Future<Map<UUID, Owned>> owned(Tx tx, Collection<UUID> services) {
    return tx.connection()
        .preparedQuery(OWNED)
        .execute(tuple((Object) services.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Owned> owned = new HashMap<>();
              for (Row row : rows) {
                owned.put(
                    row.getUUID("id"),
                    new Owned(
                        row.getString("name"), row.getUUID("team_id"), row.getString("team")));
              }
              return owned;
            });
  }

  private static final String QUEUE =
      """
      SELECT queue_events($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])\
      """;

  Future<Void> queue(Tx tx, List<NewEvent> n) {
    return n.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(QUEUE)
            .execute(
                tuple(
                    column(n, NewEvent::id, UUID[]::new),
                    column(n, NewEvent::webhook, UUID[]::new),
                    column(n, NewEvent::about, UUID[]::new),
                    column(n, NewEvent::key, String[]::new),
                    column(n, NewEvent::event, String[]::new),
                    column(n, NewEvent::body, String[]::new)))
            .mapEmpty();
  }

  private static final String TENANTS = "SELECT tenants_with_event_webhooks() AS id";

  /** The tenants with active subscriptions. Outside of any tenant. */
  Future<Set<UUID>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }
}
