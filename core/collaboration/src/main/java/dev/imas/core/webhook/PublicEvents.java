package dev.imas.core.webhook;

import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.EventRepository.NewEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Queues what a person told the public for those who have subscribed to it, in its transaction.
 * Filters by severity, team and service are of incidents, and do not count here. On a virtual
 * thread.
 */
public final class PublicEvents {

  private final EventRepository events = new EventRepository();
  private final SubscribedTenants subscribed;
  private final InstantSource clock;

  public PublicEvents(SubscribedTenants subscribed, InstantSource clock) {
    this.subscribed = subscribed;
    this.clock = clock;
  }

  /** Whether anybody may have subscribed. Without it there is nothing to prepare. */
  public boolean mayBeWanted(Tx tx) {
    Optional<TenantId> tenant = tx.tenant();
    return tenant.isPresent() && subscribed.mayContain(tenant.get().value());
  }

  /**
   * @param about the published incident
   * @param sequence rises with each change of it
   * @param data what is told; with the member {@code url}
   */
  public void incident(Tx tx, UUID about, int sequence, Object data) {
    queue(tx, EventType.STATUS_INCIDENT, about, sequence, data);
  }

  /** The same of maintenance. */
  public void maintenance(Tx tx, UUID about, int sequence, Object data) {
    queue(tx, EventType.STATUS_MAINTENANCE, about, sequence, data);
  }

  private record Body(String event, Instant timestamp, Object data) {}

  private void queue(Tx tx, EventType event, UUID about, int sequence, Object data) {
    Instant at = clock.instant();
    String body = Json.write(new Body(event.wireName(), at, data));
    List<NewEvent> wanted =
        events.active(tx).await().stream()
            .filter(one -> one.events().contains(event))
            .map(
                one ->
                    new NewEvent(
                        UuidV7.at(at.toEpochMilli()),
                        one.id(),
                        about,
                        event.wireName() + ":" + sequence,
                        event.wireName(),
                        body))
            .toList();
    events.queue(tx, wanted).await();
  }
}
